"""A member's page as they see it, for the lead and the supervisor: to be looked at, and nothing else."""
