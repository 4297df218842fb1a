"""What the Word parser is made of."""
