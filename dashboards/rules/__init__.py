"""The page /reglas: how every figure is computed, and the thresholds in force."""
