"""What a system is told: the same types are checked before anything leaves, and printed in the document."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema

ErrorCode = Literal[
    "malformed",
    "not-authenticated",
    "not-found",
    "no-such-method",
    "not-possible",
    "moved",
    "unfit",
    "key-missing",
    "key-reused",
    "too-large",
    "too-many",
    "only-for-practice",
    "unavailable",
]
State = Literal["yours", "open", "ended", "all"]


class Named(Schema):
    """A code or an id with its words in the reader's language."""

    code: str
    name: str


class Word(Named):
    """One word of a vocabulary. `needs_words`: it says nothing without words beside it."""

    needs_words: bool = False


class Business(Schema):
    id: UUID
    name: str


class CaseLine(Schema):
    """A case on a list. `version` rises with everything that happens to it."""

    id: UUID
    number: str
    version: int
    stage: Named
    is_your_turn: bool
    is_final: bool
    city: Named
    business: Business
    title: str
    asked_fen: int | None
    due_on: date | None
    stage_since: datetime
    is_practice: bool


class StoredFile(Schema):
    id: UUID
    from_you: bool
    kind: str
    size: int
    added_at: datetime


class Proposal(Schema):
    """An offer of yours, or a counter-offer of the consumer's."""

    id: UUID
    by: Literal["business", "consumer"]
    state: Literal["open", "accepted", "rejected", "countered", "replaced", "lapsed"]
    remedies: list[str]
    sum_fen: int | None
    monthly_parts: int
    perform_by_on: date
    valid_until_on: date
    text: str
    made_at: datetime


class Answer(Schema):
    """What you answered beside offers; `silence` if you did not."""

    kind: Literal["reply", "refusal", "denial", "silence"]
    reason: str
    needs: list[str]
    until_on: date | None
    text: str
    made_at: datetime


class Promise(Schema):
    """One dated duty. Only `kept` is confirmed by the consumer."""

    number: int
    remedy: str
    sum_fen: int | None
    due_on: date
    state: Literal["open", "claimed", "kept", "broken", "unknown"]


class Case(CaseLine):
    """A case as the business sees it: numbers and addresses in what the consumer wrote are hidden, the name is
    shortened."""

    story: str
    consumer: str
    remedies: list[str]
    price_fen: int | None
    bought: str
    bought_on: date | None
    category: str
    nature: str
    place: str
    invited_at: datetime | None
    served_at: datetime | None
    can: list[str]
    evidence: list[StoredFile]
    offers: list[Proposal]
    answers: list[Answer]
    promises: list[Promise]


class Cases(Schema):
    """One page. `next` goes into `after` for the following one; empty on the last. `last_number` of the first page
    goes into `changed_after` the next time."""

    cases: list[CaseLine]
    next: UUID | None
    last_number: int


class Change(Schema):
    """One thing that happened; a webhook has the same body. It can arrive twice (same `id`), and late: `sequence`
    counts within the case, `number` over all. Read the case for what holds now."""

    id: UUID
    number: int
    type: Literal[
        "case.invited",
        "case.answered_by_consumer",
        "case.moved",
        "case.taken_away",
        "promise.due",
        "connection.test",
    ]
    case: UUID | None
    sequence: int
    at: datetime
    is_practice: bool
    data: dict[str, str | int | None]


class Changes(Schema):
    changes: list[Change]
    last_number: int


class Vocabularies(Schema):
    """All codes, in the reader's language."""

    remedies: list[Word]
    reasons: list[Word]
    needs: list[Word]
    stages: list[Named]
    categories: list[Named]
    natures: list[Named]
    cities: list[Named]


class Connection(Schema):
    """Who you are here."""

    id: UUID
    name: str
    business: Business
    businesses: int
    is_practice: bool
    webhook_url: str
    last_number: int


class Done(Schema):
    """What your answer brought about. The same key and body get exactly this again."""

    case: UUID
    version: int
    stage: str
    made: UUID | None
    at: datetime


class Error(Schema):
    """Why not. `field` names what does not fit in what was sent."""

    code: ErrorCode
    message: str
    field: str | None = None


class Moved(Error):
    """Not possible as the case stands now; it is enclosed. Decide anew and send its version."""

    case: Case | None = None
