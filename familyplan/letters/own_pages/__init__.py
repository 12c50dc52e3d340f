"""The loved one's own short pages for the time after: theirs alone, and shown to the family by their choice."""
