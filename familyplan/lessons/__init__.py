"""Psychoeducation: given to somebody, opened, read."""
