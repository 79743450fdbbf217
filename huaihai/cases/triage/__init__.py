"""The tree of problems: its pages for the public, its commands."""
