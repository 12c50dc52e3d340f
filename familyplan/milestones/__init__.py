"""How far a family is through its way."""
