"""Leaving at once: the screen first, then the session; and what that can and cannot do, said honestly."""
