"""How our words become the code lists of CAP 1.2."""

from collections.abc import Sequence
from datetime import date, datetime, time

from huaihai.education.models import Edition, Publication, PublicationVersion
from huaihai.kit.clock import ZONE

HEALTH = frozenset({"G04", "G08", "G09", "S09"})  # food, drinks, medicine, health care
_TYPES = {
    Edition.Purpose.FIRST: "Alert",
    Edition.Purpose.UPDATE: "Update",
    Edition.Purpose.WITHDRAWAL: "Cancel",
}


def message_type(edition: Edition) -> str:
    """Alert, Update or Cancel."""
    return _TYPES[Edition.Purpose(edition.purpose)]


def categories(topics: Sequence[str]) -> list[str]:
    """Health for what is eaten or heals, Safety for other goods, Other for services; each once."""
    found = ["Health" if code in HEALTH else "Safety" if code.startswith("G") else "Other" for code in topics]
    return list(dict.fromkeys(found)) or ["Other"]


def response(publication: Publication, edition: Edition) -> str:
    """What a reader is to do: keep away, or weigh what is said; nothing once it is withdrawn."""
    if edition.purpose == Edition.Purpose.WITHDRAWAL:
        return "None"
    return "Avoid" if publication.kind == Publication.Kind.WARNING else "Assess"


def urgency(edition: Edition) -> str:
    """Immediate for an urgent one."""
    if edition.purpose == Edition.Purpose.WITHDRAWAL:
        return "Past"
    return "Immediate" if edition.is_urgent else "Expected"


def certainty(version: PublicationVersion, edition: Edition) -> str:
    """Observed where evidence is given; of what was withdrawn nothing is certain."""
    if edition.purpose == Edition.Purpose.WITHDRAWAL:
        return "Unknown"
    return "Observed" if version.evidence else "Likely"


def moment(at: datetime) -> str:
    """With its offset and to the second: CAP allows neither "Z" nor fractions."""
    return at.astimezone(ZONE).replace(microsecond=0).isoformat()


def effective(version: PublicationVersion, sent: datetime) -> str:
    """From the first day of its period, or at once where that has begun."""
    return moment(max(sent, _at(version.period_from, time()))) if version.period_from else moment(sent)


def expires(version: PublicationVersion, sent: datetime) -> str:
    """With the last day of its period; "" where none is given or it was over before: nothing expires unread."""
    if version.period_until is None:
        return ""
    end = _at(version.period_until, time(23, 59, 59))
    return moment(end) if end > sent else ""


def _at(day: date, clock_time: time) -> datetime:
    return datetime.combine(day, clock_time, ZONE)
