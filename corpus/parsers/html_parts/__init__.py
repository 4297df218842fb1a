"""What the parser of web pages is made of."""
