"""What the PDF parser is made of: glyphs to lines, columns, paragraphs and tables."""
