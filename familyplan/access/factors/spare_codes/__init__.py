"""Ten codes on paper, for the day on which the telephone is lost."""
