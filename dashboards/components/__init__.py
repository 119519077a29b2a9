"""Small functions that return trees, named by what they show."""
