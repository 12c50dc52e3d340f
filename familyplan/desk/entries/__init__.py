"""Who did or read what in a family."""
