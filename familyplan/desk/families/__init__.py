"""One family's own page, where its slices meet."""
