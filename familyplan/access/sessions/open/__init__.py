"""Where one is signed in: seen, gone on with, and ended."""
