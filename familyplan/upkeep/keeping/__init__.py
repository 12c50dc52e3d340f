"""What the owner decides about a family's words as a whole: a hold by law, and erasing, which needs two people."""
