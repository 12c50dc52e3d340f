"""One family, one loved one, one way of working, and the people who come in."""
