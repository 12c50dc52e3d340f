"""Whom to ask and how: the sheet of the first call, and who comes whether or not the loved one does."""
