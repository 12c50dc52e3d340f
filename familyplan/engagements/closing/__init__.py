"""Closing a family's file, with a date and a sentence, and opening it again."""
