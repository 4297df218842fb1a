"""Texts as parsers write them: lines, headings, rows and slides with their places."""
