"""The page of one indicator."""
