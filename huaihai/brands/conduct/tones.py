"""The colour of a proceeding's stage."""

from datetime import date

from huaihai.brands.models import Proceeding

TONES = {
    "opened": "info",
    "statement": "info",
    "hearing": "info",
    "deciding": "warn",
    "decided": "calm",
    "appealed": "warn",
    "remedy": "warn",
    "ended": "calm",
}


def of(row: Proceeding, today: date) -> str:
    """Late where something is overdue."""
    return "late" if row.overdue_on is not None or row.is_overdue(today) else TONES[row.stage]
