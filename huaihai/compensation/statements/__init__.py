"""The bank's statement read in and matched, and the monthly statement of a fund: for owners and bodies."""
