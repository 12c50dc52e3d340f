"""The other page: what the writer will do to look after themselves, sealed from the team."""
