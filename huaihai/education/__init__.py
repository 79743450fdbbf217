"""What the alliance publishes, in one voice: warnings, tips, stories, exposures and lessons, on every channel; texts on
rights, announcements and the law library.

Not here: what happened in a case (cases) and official figures (insight).
"""
