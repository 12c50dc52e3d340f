"""The calls of the evening and of the next day: made by a person, noted here. Nothing is sent because of them."""
