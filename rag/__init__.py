"""Retrieval and answering: from a question to an answer with its exact sources."""
