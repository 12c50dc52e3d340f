"""A sample practice, so that anybody can look before a family depends on it."""
