"""The journal's newest entry, signed and kept outside of the database, so that a cut or rewritten end is found."""
