"""Text as read to stored text: what surrounds or disturbs the body is taken out."""

from corpus.cleaner.pipeline import Cleaned, clean

__all__ = ["Cleaned", "clean"]
