"""What the alliance publishes: announcements and texts on rights now; warnings, tips and lessons later.

Not here: what happened in a case (cases) and official figures (insight).
"""
