"""A letter in its writer's own language, and what a person typed beside it in another."""
