"""The programme of a year: proposed, supported, scored, voted on, shared out, and told to everybody."""
