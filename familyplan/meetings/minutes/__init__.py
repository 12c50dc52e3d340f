"""The professional's own time for one family, a tap at a time."""
