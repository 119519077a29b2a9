"""/comparar: two days of a plan, or two plans: what moved, and what can be compared at all."""
