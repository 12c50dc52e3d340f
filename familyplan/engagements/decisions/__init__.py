"""What a family decided together, in words and names; nothing is counted."""
