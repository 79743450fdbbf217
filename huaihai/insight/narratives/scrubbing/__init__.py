"""Takes out of a text what could tell who somebody is, and says what was taken out and where.

Plain Python: no Django, no database, no clock. `scrub` is the only way in.
"""

from huaihai.insight.narratives.scrubbing.engine import Scrubbed, Span, scrub
from huaihai.insight.narratives.scrubbing.patterns import Kind, Known, label

__all__ = ["Kind", "Known", "Scrubbed", "Span", "label", "scrub"]
