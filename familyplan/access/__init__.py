"""Who somebody is, and how the program comes to know it."""
