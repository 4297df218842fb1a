"""What the RTF parser is made of."""
