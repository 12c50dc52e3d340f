"""What relatives told us about safety. It is not an assessment."""
