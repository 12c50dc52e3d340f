"""The programs that the practice knows."""
