"""The practice: its neutral name, its hours, its people."""
