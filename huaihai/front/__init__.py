"""Pages that belong to no single room: home, the door directory, about, privacy, preferences, error pages.

It owns no models and decides nothing; it reads what the other rooms answer.
"""
