"""Two or three programs side by side, for one family."""
