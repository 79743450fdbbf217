"""Funds: opened, their rules, their money; at the desks of city and owner, and for everybody."""
