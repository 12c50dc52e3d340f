"""The rehearsal: when, how long each letter takes, whose line holds, and who says that they know their part."""
