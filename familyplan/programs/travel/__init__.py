"""Who drives, who walks out with, the bag, home, pets, children, work."""
