"""A case goes to an installation of another alliance, and comes back. The messages are `cases.passport`'s; decision 0043."""
