"""The first call: catch what is said; nothing is needed but a name."""
