"""Who is close to whom, and who must not meet. For staff alone; what follows from it holds on every page."""
