"""Asking one person in, and reaching out to the loved one."""
