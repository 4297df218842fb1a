"""Made-up notices, rules, reports, stories and tables, with questions that they answer or not.

Near misses can be had without end here: the same passage without the sentence, another body or
year, another number or thing in the question, what the document does not say.
"""

from rag.training.official.generator import (
    HELD_OUT_KINDS,
    held_out_official_examples,
    official_examples,
)

__all__ = ["HELD_OUT_KINDS", "held_out_official_examples", "official_examples"]
