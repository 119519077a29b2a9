"""Keeping the progress table equal to what the history says."""
