"""How often something may be tried: by account and by address, and never so that a victim is kept out for good."""
