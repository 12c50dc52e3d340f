"""The board of a family's letters, and a gentle reminder."""
