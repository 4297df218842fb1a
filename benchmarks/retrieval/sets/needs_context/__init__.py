"""Documents whose passages are alike, and questions that name the document they mean.

`python -m benchmarks.retrieval.sets.needs_context` writes the two committed files anew.
"""
