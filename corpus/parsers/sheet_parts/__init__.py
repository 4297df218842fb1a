"""What the spreadsheet parsers are made of: cells as shown, headers, tables."""
