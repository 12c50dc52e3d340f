"""What may be said against it, and what was agreed to answer."""
