"""Passkeys: a key in the person's own device; this program keeps the public half."""
