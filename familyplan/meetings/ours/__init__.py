"""A member's own pages about meetings: nobody else's answer is on them."""
