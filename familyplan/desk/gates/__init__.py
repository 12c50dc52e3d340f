"""The gates of a family beside what was asked."""
