"""The page of a level at the top of the plan."""
