"""Links that a family asks for to sign in, and how many of them are mailed."""
