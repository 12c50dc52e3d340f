"""Reaching out to the loved one: who asks, when, in which words; and what the answer was."""
