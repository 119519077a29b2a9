"""What screens and files ask: frames and frozen records of what one reader may see."""
