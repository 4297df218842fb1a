"""What a question asks the search for: words, phrases, dates, documents, parts."""
