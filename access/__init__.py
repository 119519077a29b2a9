"""Accounts, roles, what each role may see and do."""
