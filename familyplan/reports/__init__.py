"""The practice's own numbers: so many of so many first calls, and nothing where there are too few to say."""
