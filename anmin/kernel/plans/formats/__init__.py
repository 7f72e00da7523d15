"""One module for each format: bytes in, text as read out."""
