"""The page /planes: every plan there is."""
