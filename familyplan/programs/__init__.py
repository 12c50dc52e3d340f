"""Treatment programs that the practice knows, and what a family does with them: options, a place, money, travel."""
