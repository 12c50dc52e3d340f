"""Texts that are kept beside what stands, since nobody but their writer may say what becomes of them."""
