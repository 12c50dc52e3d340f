"""The professional's pages that gather several slices."""
