"""The people in this person's life, each heard alone; for staff only."""
