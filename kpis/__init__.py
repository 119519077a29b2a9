"""What the numbers mean: pure, vectorised rules for indicators and projects. Knows nothing of storage or screen."""
