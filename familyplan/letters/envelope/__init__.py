"""The envelope of the other page: its writer's print of it, and the lead's opening of it on the day."""
