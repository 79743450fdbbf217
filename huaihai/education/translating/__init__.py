"""Texts in other scripts and languages: `reading(version, language)` is all that pages need.

Traditional characters are generated and may be reviewed; English is written by staff and reviewed by somebody else.
"""

from huaihai.education.translating.reading import FIELDS, Reading, generated, reading

__all__ = ["FIELDS", "Reading", "generated", "reading"]
