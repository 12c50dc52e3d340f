"""Reminders of meetings, by each person's own wish, never at night."""
