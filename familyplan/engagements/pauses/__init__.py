"""Pause everything: nothing is sent, for now or for good."""
