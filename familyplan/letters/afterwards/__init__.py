"""What becomes of a letter after the answer: kept, given later, given to keep, or let go. Each writer chooses."""
