"""The page of a level below the top of the plan."""
