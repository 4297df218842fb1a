"""The question bubble that any page of the intranet takes in with one script tag."""
