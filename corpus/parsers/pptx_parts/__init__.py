"""What the PowerPoint parser is made of."""
