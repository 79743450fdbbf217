"""Meetings, motions, votes, minutes, duties, and what is waiting."""
