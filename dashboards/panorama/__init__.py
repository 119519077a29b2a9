"""The page /: how the plan stands."""
