"""Two who must not meet, on one list."""
