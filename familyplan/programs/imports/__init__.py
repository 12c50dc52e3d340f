"""Many programs at once: pasted text or the lines of a table, looked at before anything is kept."""
