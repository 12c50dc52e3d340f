"""A hold by law: while one stands nothing of the family is deleted."""
