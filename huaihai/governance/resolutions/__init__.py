"""Resolutions: the register, the file that proves one, and the check of such a file."""
