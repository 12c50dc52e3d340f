"""The page on which a file is closed: what stays, what is asked once more, and opening it again."""
