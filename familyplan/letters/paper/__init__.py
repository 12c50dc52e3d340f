"""A letter on paper: the form to print, and typed in afterwards by the writer or by the lead."""
