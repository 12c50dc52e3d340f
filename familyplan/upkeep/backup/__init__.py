"""Making a backup while everybody writes, and bringing one back."""
