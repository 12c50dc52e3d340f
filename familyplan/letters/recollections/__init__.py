"""Moments that a writer told the professional, gone through together: picked for the letter, or left to rest."""
