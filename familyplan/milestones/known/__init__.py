"""One fact of one family, and the shape that every select for facts has."""
