"""Looking back: so many days after help began, or after an answer that left the offer open."""
