"""Words typed after a session had ended: kept, and given back to the same person after signing in again."""
