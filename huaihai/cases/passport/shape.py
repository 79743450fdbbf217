"""A case as one receiver may read it, in types. They are plain dictionaries: what was read is what was signed.

By them messages are checked, and the JSON Schema in docs/guides is written from them.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any, Final, NotRequired, TypedDict
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    with_config,
)
from pydantic_core import core_schema

from huaihai import alliance
from huaihai.cases.passport import codes
from huaihai.cases.passport.bad import Bad

ZONE: Final = ZoneInfo(alliance.load().country.zone)
MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"
EXACT: Final = ConfigDict(strict=True, extra="forbid")


def day_of(at: str) -> str:
    """The day in the country at this moment."""
    return datetime.strptime(at, MOMENT).replace(tzinfo=UTC).astimezone(ZONE).date().isoformat()


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


def _moment(text: str) -> str:
    day_of(text)
    return text


def _matching(pattern: str) -> StringConstraints:
    return StringConstraints(pattern=pattern, max_length=300)


class OneOf:
    """A code of a closed list."""

    def __init__(self, known: Mapping[str, codes.Words]) -> None:
        self.codes = [*known]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        return core_schema.literal_schema(self.codes)


About = Annotated[str, OneOf(codes.ABOUT)]
Calendar = Annotated[str, OneOf(codes.CALENDARS)]
Counted = Annotated[str, OneOf(codes.COUNTED)]
Ground = Annotated[str, OneOf(codes.GROUNDS)]
Language = Annotated[str, OneOf(codes.LANGUAGES)]
Outcome = Annotated[str, OneOf(codes.OUTCOMES)]
Remedy = Annotated[str, OneOf(codes.REMEDIES)]
Side = Annotated[str, OneOf(codes.PARTIES)]
Standing = Annotated[str, OneOf(codes.STANDINGS)]
State = Annotated[str, OneOf(codes.STATES)]
What = Annotated[str, OneOf(codes.WHATS)]
Why = Annotated[str, OneOf(codes.WHYS)]
Id = Annotated[str, _matching("^[0-9a-f]{32}$")]
Sha256 = Annotated[str, _matching("^[0-9a-f]{64}$")]
LinkHash = Annotated[str, _matching("^([0-9a-f]{64})?$")]
KeyId = Annotated[str, _matching("^([0-9a-f]{16}|demo-[0-9a-f]{11})$")]
Name = Annotated[str, _matching("^[a-z0-9]([a-z0-9.-]{1,98})[a-z0-9]$")]
Day = Annotated[str, _matching("^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)]
Moment = Annotated[
    str, _matching("^[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"), AfterValidator(_moment)
]
Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
Count = Annotated[int, Field(ge=0, le=2**53 - 1)]
Fen = Annotated[int, Field(ge=0, le=10**13)]
Base64 = Annotated[str, _matching("^[A-Za-z0-9+/]+={0,2}$")]


ExtensionName = Annotated[str, _matching("^[a-z0-9-]+([.][a-z0-9-]+)+$")]
AgeRecipient = Annotated[str, _matching("^age1[02-9ac-hj-np-z]{58}$")]
# Plain HTTP for trials on one machine alone.
Address = Annotated[
    str,
    _matching(
        "^(https://[a-z0-9][a-z0-9.-]*|http://(127[.]0[.]0[.]1|localhost))(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?$"
    ),
]


@with_config(EXACT)
class Office(TypedDict):
    """A body of consumer protection, as the parties call it."""

    name: Short
    telephone: NotRequired[Short]


@with_config(EXACT)
class Consumer(TypedDict):
    """Whose complaint it is; what is left out is listed."""

    name: NotRequired[Short]
    telephone: NotRequired[Short]
    address: NotRequired[Short]
    language: Language


@with_config(EXACT)
class Business(TypedDict):
    """Against whom."""

    name: Short
    credit_code: NotRequired[Annotated[str, _matching("^[0-9A-Z]{18}$")]]
    telephone: NotRequired[Short]
    address: NotRequired[Short]


@with_config(EXACT)
class Ask(TypedDict):
    """One of the seven remedies, and a sum in fen."""

    remedy: Remedy
    fen: NotRequired[Fen]


@with_config(EXACT)
class Consent(TypedDict):
    """That the consumer lets this receiver have this."""

    given_on: Day
    words: Words


@with_config(EXACT)
class Step(TypedDict):
    """What happened."""

    on: Day
    by: Side
    words: Words


@with_config(EXACT)
class Pause(TypedDict):
    """Whole days, both included, that do not count; without an end it lasts."""

    from_on: Day
    until_on: NotRequired[Day]
    words: Short


@with_config(EXACT)
class Clock(TypedDict):
    """A time limit and where it stands. Days are those of its calendar."""

    what: Short
    owner: Side
    article: Short
    number: Annotated[int, Field(ge=0, le=10_000)]
    counted: Counted
    calendar: Calendar
    began_on: Day
    due_on: Day
    due_at: NotRequired[Moment]
    state: State
    pauses: Annotated[list[Pause], Field(max_length=100)]
    ended_on: NotRequired[Day]


@with_config(EXACT)
class Article(TypedDict):
    """Law relied on, in the text of a day."""

    id: Annotated[str, _matching("^[a-z0-9][a-z0-9.-]{0,79}$")]
    name: Short
    text_on: Day


@with_config(EXACT)
class Evidence(TypedDict):
    """A file, by its hash."""

    sha256: Sha256
    size: Annotated[int, Field(ge=1, le=2**40)]
    kind: Annotated[str, _matching("^[a-z]+/[a-z0-9.+-]{1,80}$")]
    name: Short
    given_by: Side
    given_on: Day


@with_config(EXACT)
class LeftOut(TypedDict):
    """What this receiver does not get, and why."""

    what: What
    why: Why
    words: NotRequired[Words]
    sha256: NotRequired[Sha256]


Clocks = Annotated[list[Clock], Field(max_length=100)]
Files = Annotated[list[Evidence], Field(max_length=1000)]
Law = Annotated[list[Article], Field(max_length=100)]


@with_config(EXACT)
class Case(TypedDict):
    """The case, as this receiver may read it."""

    number: Short
    office: Office
    filed_on: Day
    standing: Standing
    consumer: Consumer
    business: Business
    story: Words
    paid_fen: NotRequired[Fen]
    asks: Annotated[list[Ask], Field(min_length=1, max_length=20)]
    consent: Consent
    steps: Annotated[list[Step], Field(max_length=500)]
    clocks: Clocks
    law: Law
    evidence: Files
    left_out: Annotated[list[LeftOut], Field(max_length=1000)]


_REASONS: Final = {
    "missing": "missing_name",
    "extra_forbidden": "unknown_name",
    "literal_error": "unknown_code",
    "string_too_long": "too_long",
    "too_long": "too_long",
}


def check_shape(shape: Any, value: Any, where: str = "") -> None:
    """Raises Bad with the first thing that is not of this shape."""
    try:
        _adapter(shape).validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(filter(None, (where, *map(str, first["loc"]))))
        raise Bad(_REASONS.get(first["type"], "bad_value"), place) from error


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)
