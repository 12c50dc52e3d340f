"""What waits for the professional: the morning page's rows."""
