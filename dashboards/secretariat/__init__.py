"""The page of one secretariat or of an area below one."""
