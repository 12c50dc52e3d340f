"""Reading aloud: the large copy of a letter, and the binder with all of them in order."""
