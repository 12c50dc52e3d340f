"""The door: one button, or six numbers and a word; and whose phone it is."""
