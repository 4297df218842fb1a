"""How a text is built: its lines, headings, outline and enumerations."""
