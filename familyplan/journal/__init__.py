"""Who did or read what, and when: append-only, each entry chained to the one before."""
