"""What several rooms' tests share beside fixtures."""
