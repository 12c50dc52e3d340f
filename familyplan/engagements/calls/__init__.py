"""Ask the professional to call me: says when it is read, and whether it was."""
