"""Who sits next to whom, and who is not in the room."""
