"""What every slice stands on. Nothing in here knows a word of the field."""
