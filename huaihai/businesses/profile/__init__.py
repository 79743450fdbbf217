"""The public page of a business: who it is, what it promises, its numbers, and its right to have facts corrected."""
