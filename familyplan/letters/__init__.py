"""Letters: what each member will say, in their own words."""
