"""All letters in reading order, each on sheets of its own, and a sheet for each envelope."""
