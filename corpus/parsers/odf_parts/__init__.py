"""What the OpenDocument parsers are made of."""
