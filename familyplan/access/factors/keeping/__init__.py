"""What somebody signs in with: seen, added, taken away."""
