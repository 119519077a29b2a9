"""Measurements with limits: `python -m bench` runs all, `python -m bench NAME…` some; a module with a `run` is one."""
