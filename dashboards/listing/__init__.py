"""Rows as lists: what an address asks for, the controls that ask, the tables they end in, the links to them."""
