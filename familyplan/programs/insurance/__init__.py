"""What the insurer said, and what was told about money."""
