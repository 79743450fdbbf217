"""Lessons: the texts that come with the platform, the library by stage of life and season, and what readers learn."""
