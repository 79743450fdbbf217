"""The pages of the pools, by subject."""
