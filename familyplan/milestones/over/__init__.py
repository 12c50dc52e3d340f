"""Whether it is over for a family: the day is past, or an answer is known."""
