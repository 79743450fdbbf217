"""A case goes to an installation of another alliance, and comes back, by the messages of `cases.passport`. See 0043."""
