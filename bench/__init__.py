"""Measurements with limits: `python -m bench` runs all, `python -m bench NAME…` some; each module with a `run` is one."""
