"""Retrieval measured beside other pipelines: `python -m benchmarks.retrieval --help`."""
