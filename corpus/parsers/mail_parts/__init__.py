"""What the mail parsers are made of."""
