"""The family's own outcome: what each member says changed for them, whatever the loved one answered."""
