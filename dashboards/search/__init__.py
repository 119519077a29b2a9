"""The search over a plan."""
