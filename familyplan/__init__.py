"""familyplan: a family, a professional and the weeks between the first call and help."""
