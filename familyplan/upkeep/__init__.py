"""Keeping an installation: backup, restore, erasing, keys, and what time makes due."""
