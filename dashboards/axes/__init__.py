"""The page /ejes: the plan as a tree."""
