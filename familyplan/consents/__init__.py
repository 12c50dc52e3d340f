"""What was agreed to, by whom, in which wording, until when."""
