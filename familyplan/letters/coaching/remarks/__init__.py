"""All that the coach would say about a letter, for the professional who may read it."""
