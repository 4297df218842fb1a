"""What the parser of old PowerPoint files is made of."""
