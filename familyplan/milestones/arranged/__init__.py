"""What is arranged around the letters, as far as a plan waits for it."""
