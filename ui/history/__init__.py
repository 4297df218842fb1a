"""Earlier conversations on pages, over HTTP and as files."""
