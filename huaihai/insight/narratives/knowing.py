"""What the file of a case says already about who is who, and the text that the program proposes from its story."""

from hashlib import sha256

from django.core.exceptions import ObjectDoesNotExist

from huaihai.cases.models import Case
from huaihai.insight.narratives.scrubbing import Kind, Known, Span, scrub
from huaihai.kit.text.normalise import BIDI_CONTROLS

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
