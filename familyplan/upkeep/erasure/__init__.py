"""Erasing a family or a person for good, and erasing again what an older backup brings back."""
