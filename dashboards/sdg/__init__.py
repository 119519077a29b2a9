"""The page /ods: the cross-cutting axes of a plan."""
