"""What was handed over to a program, under which release."""
