"""Six digits from an app on the person's own telephone, new every half minute."""
