"""The words of a letter: saving them, keeping both of two, and bringing an earlier one back."""
