"""That a meeting was held, and who was there; why somebody was not is never asked."""
