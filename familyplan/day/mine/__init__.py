"""A member's own part in the day, and nobody else's."""
