"""Who else may look into one family: counselors and supervisors, from, until, by whose word."""
