"""What people see: pages are functions from data and address to a tree, drawn by the server first, then by Dash."""
