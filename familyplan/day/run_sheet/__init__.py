"""The day minute by minute, the cards for when it goes otherwise, and all of it on paper."""
