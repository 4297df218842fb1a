"""Questions to suggest, made from the documents without a language model."""

from rag.suggestions.suggested import SuggestedQuestions

__all__ = ["SuggestedQuestions"]
