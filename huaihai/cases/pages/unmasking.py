"""How contact data look: masked, or open in this session for a while (`actions.showing` writes that down)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from huaihai.kit.text import masking

OPEN_FOR = timedelta(minutes=15)
UNMASKED = "unmasked_cases"  # session key: case → until when its contact data are shown here


def keep_open(session: SessionBase, case_id: UUID, at: datetime) -> None:
    """From now on, for a quarter of an hour, this session shows the contact data."""
    held = {key: until for key, until in session.get(UNMASKED, {}).items() if until > at.isoformat()}
    session[UNMASKED] = {**held, str(case_id): (at + OPEN_FOR).isoformat()}


def is_open(session: SessionBase, case_id: UUID, at: datetime) -> bool:
    """Whether this session may show the contact data of this case."""
    until: str = session.get(UNMASKED, {}).get(str(case_id), "")
    return at.isoformat() < until <= (at + OPEN_FOR).isoformat()


def name_masked(name: str) -> str:
    """The family name alone: 李**."""
    return name[:1] + "**" if name else ""


def phone_masked(phone: str) -> str:
    """First three and last two digits, too few to find anybody: 138******21."""
    if not phone:
        return ""
    return f"{phone[:3]}******{phone[-2:]}" if len(phone) >= 11 else "***"


def email_masked(email: str) -> str:
    """Only the server's name."""
    return f"***@{email.rpartition('@')[2]}" if "@" in email else ("***" if email else "")


def text_masked(text: str) -> str:
    """A text with personal numbers and addresses hidden."""
    return masking.mask(text).text
