"""The public pages that are opened for every pack."""

from typing import Final

PAGES: Final = (
    *("home", "about", "bodies", "help", "privacy", "accessibility", "preferences", "rights"),
    *("announcements", "alliance", "alliance-nine", "rules", "warnings", "lessons", "brands", "search"),
    *("statistics", "subscribe", "track", "genuine", "sign-in", "file-start"),
)
