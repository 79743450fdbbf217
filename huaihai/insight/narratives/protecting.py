"""What keeps a teller from being found: who a file knows already, the proposed text, and how coarse facts are."""

from datetime import datetime
from hashlib import sha256
from typing import Final

from django.core.exceptions import ObjectDoesNotExist

from huaihai.cases.models import Case
from huaihai.insight.axes import NOT_STATED, WHOLE, amount_key, outcome_of
from huaihai.insight.disclosure.rules import THRESHOLD
from huaihai.insight.narratives.scrubbing import Kind, Known, Span, scrub
from huaihai.kit.clock import ZONE, local_day
from huaihai.kit.text.normalise import BIDI_CONTROLS
from huaihai.members.actors import Actor

LONGEST = 5000  # characters of a narrative
# What a thief or a nuisance can use at once is never published; names and places may be somebody else's, who agreed.
NEVER = frozenset(
    {Kind.IDENTITY, Kind.PHONE, Kind.CARD, Kind.PLATE, Kind.EMAIL, Kind.ACCOUNT, Kind.LICENCE, Kind.LINK}
)
_UNSEEN = str.maketrans("", "", BIDI_CONTROLS + "\u00ad\u200b\u200c\u200d\u2060\ufeff")


def known(case: Case) -> Known:
    """Everybody whom the file names: the consumer, the business with its places, and the numbers of the file."""
    people, numbers = list[str](), [case.number or "", case.regulator_number]
    try:
        person = case.complainant
    except ObjectDoesNotExist:
        pass
    else:
        people.append(person.name)
        numbers += [person.phone, person.email, person.address]
    stated = case.stated_business
    shops = [str(stated.get(name, "")) for name in ("name", "sign", "shop", "payee")]
    numbers += [str(stated.get(name, "")) for name in ("code", "phone", "address")]
    if case.business is not None:
        shops.append(case.business.name)
    if case.place is not None:
        shops.append(case.place.sign)
    return Known(tuple(filter(None, people)), tuple(filter(None, shops)), tuple(filter(None, numbers)))


def proposed(case: Case) -> str:
    """The story of the case without what could tell who somebody is; nothing else is changed."""
    return scrub(tidy(case.story)[:LONGEST], known(case)).text


def found_in(case: Case, text: str) -> tuple[Span, ...]:
    """What a text about this case still names."""
    return scrub(text, known(case)).spans


def tidy(text: str) -> str:
    """The text without signs that nobody sees."""
    return text.translate(_UNSEEN).strip()


def hash_of(text: str) -> str:
    """What both approve: SHA-256 of the text in UTF-8, as hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


MONTHS: Final = 3


def coarse_facts(case: Case) -> dict[str, str]:
    """Quarter of receipt, place, category, nature, outcome and band of the sum asked for.

    The city stands there if at least `THRESHOLD` complaints of its consumers were received in that quarter about that
    category; else the place is the whole area, and where they are too few there too, the category is left out.
    """
    assert case.submitted_at is not None  # noqa: S101 -- `powers.is_offered` asked
    place, category = _place(case)
    return {
        "quarter": quarter_of(case.submitted_at),
        "place": place,
        "category": category,
        "nature": case.nature if category != NOT_STATED else NOT_STATED,
        "outcome": outcome_of(case.stage, case.result).value,
        "amount": amount_key(case.asked_fen),
    }


def quarter_of(at: datetime) -> str:
    """Such as 2026-Q4."""
    day = local_day(at)
    return f"{day.year}-Q{(day.month - 1) // MONTHS + 1}"


def _place(case: Case) -> tuple[str, str]:
    assert case.submitted_at is not None  # noqa: S101 -- as above
    since, until = _bounds(case.submitted_at)
    alike = Case.objects.visible_to(Actor.system("narratives")).filter(
        submitted_at__gte=since, submitted_at__lt=until, category=case.category
    )
    city = case.home.city if case.home is not None else None
    if city is not None and _enough(alike.filter(home__path__under=city.path)):
        return city.region_code, case.category or NOT_STATED
    return WHOLE, (case.category or NOT_STATED) if _enough(alike) else NOT_STATED


def _enough(rows: object) -> bool:
    return len(rows.values("pk")[:THRESHOLD]) == THRESHOLD  # type: ignore[attr-defined]  # a query set of cases


def _bounds(at: datetime) -> tuple[datetime, datetime]:
    day = local_day(at)
    first = (day.month - 1) // MONTHS * MONTHS + 1
    year, after = (day.year, first + MONTHS) if first + MONTHS <= 12 else (day.year + 1, 1)
    return datetime(day.year, first, 1, tzinfo=ZONE), datetime(year, after, 1, tzinfo=ZONE)
