"""The page /cumplimiento: how far every promise has come."""
