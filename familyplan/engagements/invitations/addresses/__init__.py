"""Where an invitation may go: one address, and never the one that the loved one reads before the day."""
