"""What happened, who says so, and how it goes on."""
