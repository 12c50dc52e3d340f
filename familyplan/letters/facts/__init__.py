"""What a family's plan can wait for: letters given, letters ready to read."""
