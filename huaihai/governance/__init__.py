"""How the alliance governs itself: which agreement is in force and who is the secretariat.

Meetings, votes, resolutions and the duty roster are to follow. Not here: the organisations (`members`).
"""
