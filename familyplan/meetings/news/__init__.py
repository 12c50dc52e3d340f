"""Telling whoever is asked to a meeting that something changed: one line, one link, no names."""
