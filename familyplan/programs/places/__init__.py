"""A place that is held: who said so, when, until when."""
