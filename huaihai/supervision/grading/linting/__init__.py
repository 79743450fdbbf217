"""The checks behind `lint`: the registered plan, what was found, then each step of the results."""
