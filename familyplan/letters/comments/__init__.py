"""What the professional thinks of a phrase, and what the writer says to it."""
