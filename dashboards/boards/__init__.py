"""What boards are made of: how a part of a plan stands, what moved, who answers, how it came to where it is."""
