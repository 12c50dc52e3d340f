"""Across the letters of one family, for the lead: who tells of the same day, and how long they are together."""
