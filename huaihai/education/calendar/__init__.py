"""The yearly calendar of topics: what each month asks for, what rises now, and what was made of it."""
