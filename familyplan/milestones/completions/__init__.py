"""What a person says about a milestone by hand."""
