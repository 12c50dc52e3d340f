"""The member's page: one next step."""
