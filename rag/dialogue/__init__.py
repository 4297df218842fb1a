"""Conversations: follow-up questions completed from what was said before, by rules."""
