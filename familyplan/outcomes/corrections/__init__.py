"""Saying a line anew without overwriting it, and taking one off the wrong record."""
