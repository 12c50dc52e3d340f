"""Which way: chosen together, changed with open eyes, recommended by nobody."""
