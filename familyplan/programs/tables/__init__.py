"""Many programs in one text."""
