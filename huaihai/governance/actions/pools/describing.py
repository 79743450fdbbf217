"""What is said about an entry, and whether it fits."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from huaihai.governance.errors import Unfit
from huaihai.governance.models import PoolEntry
from huaihai.governance.models.pools.entries import DAYS
from huaihai.governance.models.pools.lives import Half, Kind
from huaihai.kit import local_words
from huaihai.kit.text import masking
from huaihai.kit.text.normalise import fold
from huaihai.law import credit_code, kinds
from huaihai.law.errors import BadCreditCode
from huaihai.members.models import Organisation

SKILLS = {kind.code: kind for kind in kinds.CATEGORIES}


@dataclass(frozen=True)
class Described:
    """An entry in words. `skills` are codes of `law.kinds`, `half_days` pairs of ISO weekday and "am" or "pm",
    `serves` city bodies (none: all cities). Laboratories carry a credit code and CMA or CNAS, people do not."""

    kind: str
    shown_as: str
    consented_on: date | None
    name: str = ""
    contact: str = ""
    skills: tuple[str, ...] = ()
    words: str = ""
    languages: str = ""
    half_days: tuple[tuple[int, str], ...] = ()
    serves: tuple[Organisation, ...] = ()
    credit_code: str = ""
    cma_number: str = ""
    cma_until_on: date | None = None
    cnas_number: str = ""
    cnas_until_on: date | None = None


def checked(said: Described, *, today: date, held: PoolEntry | None = None) -> Described:
    """The description in the form that is stored. Raises Unfit."""
    if said.kind not in Kind.values or (held is not None and held.kind != said.kind):
        raise Unfit("kind", _("Please choose what it is. Of an entry that stands, this does not change."))
    if not said.shown_as.strip():
        raise Unfit("shown_as", _("Please say how the other bodies see it."))
    _require_skills(said)
    _require_half_days(said)
    if said.consented_on is None or said.consented_on > today:
        raise Unfit("consented_on", _("Please give the day on which consent was given; today at the latest."))
    for field in ("shown_as", "words", "languages"):
        require_public(field, getattr(said, field))
    if said.kind == Kind.LABORATORY:
        return _laboratory(said, today)
    return _person(said, held)


def require_public(field: str, text: str) -> None:
    """Raises Unfit if a text that all bodies read contains a telephone number or the like."""
    if masking.mask(text).finds:
        raise Unfit(field, _("All bodies read this: please leave telephone numbers and addresses out."))


def put_into(entry: PoolEntry, facts: Described) -> None:
    """Set the entry's own columns. An empty name or contact leaves the one that is held."""
    entry.kind, entry.shown_as = facts.kind, facts.shown_as.strip()
    entry.name, entry.contact = facts.name or entry.name, facts.contact or entry.contact
    entry.credit_code = facts.credit_code
    entry.cma_number, entry.cma_until_on = facts.cma_number, facts.cma_until_on
    entry.cnas_number, entry.cnas_until_on = facts.cnas_number, facts.cnas_until_on
    entry.words, entry.languages = facts.words.strip(), facts.languages.strip()
    assert facts.consented_on is not None  # noqa: S101 -- `checked` saw to it
    entry.consented_on = facts.consented_on
    entry.searched = _searched(entry)


def _require_skills(said: Described) -> None:
    if any(code not in SKILLS for code in said.skills):
        raise Unfit("skills", _("Please choose from the list."))
    if not said.skills and not said.words.strip():
        raise Unfit("skills", _("Please choose at least one field, or describe it in your own words."))


def _require_half_days(said: Described) -> None:
    if not said.half_days:
        raise Unfit("half_days", _("Please choose at least one half day of the week."))
    if any(weekday not in DAYS or half not in Half.values for weekday, half in said.half_days):
        raise Unfit("half_days", _("Please choose from the list."))


def _person(said: Described, held: PoolEntry | None) -> Described:
    name = said.name.strip() or (held.name if held else "")
    if not name:
        raise Unfit(
            "name", _("Please give the name. Only your body reads it, and a body you grant a request.")
        )
    if not said.contact.strip() and not (held and held.contact):
        raise Unfit("contact", _("Please say how the person is reached."))
    if len(name) > 1 and fold(name) in fold(f"{said.shown_as} {said.words}"):
        raise Unfit("shown_as", _("All bodies read this: please leave the name out."))
    return replace(said, credit_code="", cma_number="", cma_until_on=None, cnas_number="", cnas_until_on=None)


def _laboratory(said: Described, today: date) -> Described:
    try:
        code = credit_code.check(said.credit_code).text
    except BadCreditCode as error:
        raise Unfit("credit_code", local_words.said(error)) from error
    for scheme in ("cma", "cnas"):
        number, until = getattr(said, f"{scheme}_number").strip(), getattr(said, f"{scheme}_until_on")
        if bool(number) != bool(until):
            missing = f"{scheme}_until_on" if number else f"{scheme}_number"
            raise Unfit(missing, _("Number and last day go together. Please give both, or neither."))
    ends = [end for end in (said.cma_until_on, said.cnas_until_on) if end]
    if not any(end >= today for end in ends):
        raise Unfit("cma_number", _("A laboratory needs a CMA or CNAS number that is valid today."))
    return replace(said, credit_code=code)


def _searched(entry: PoolEntry) -> str:
    texts: Iterable[str] = (
        entry.shown_as,
        entry.words,
        entry.languages,
        entry.credit_code,
        entry.cma_number,
        entry.cnas_number,
    )
    return "\n".join(filter(None, map(fold, texts)))
