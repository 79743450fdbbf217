"""What stands in a message beside the case, in types: a body for each kind, what is signed around it, descriptors."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, NotRequired, TypedDict

from pydantic import Field, with_config

from huaihai.cases.passport.shape import (
    EXACT,
    About,
    Address,
    AgeRecipient,
    Base64,
    Case,
    Clocks,
    Count,
    Day,
    ExtensionName,
    Fen,
    Files,
    Ground,
    Id,
    KeyId,
    Language,
    Law,
    LinkHash,
    Moment,
    Name,
    Office,
    Outcome,
    Sha256,
    Short,
    Words,
)


@with_config(EXACT)
class Offer(TypedDict):
    """Take this case."""

    office: Office
    words: NotRequired[Words]
    case: Case


@with_config(EXACT)
class Return(Offer):
    """The same, by the side that got the case."""

    of: Id


@with_config(EXACT)
class Acceptance(TypedDict):
    """We take it, and cannot let go."""

    of: Id
    office: Office
    number: NotRequired[Short]


@with_config(EXACT)
class Refused(TypedDict):
    """We do not take it."""

    of: Id
    ground: Ground
    words: NotRequired[Words]


@with_config(EXACT)
class Withdrawal(TypedDict):
    """It stays with us."""

    of: Id
    words: NotRequired[Words]


@with_config(EXACT)
class Deed(TypedDict):
    """From the moment of this message on it is yours; what came since the offer, and the clocks as they stand."""

    of: Id
    acceptance: Id
    words: NotRequired[Words]
    clocks: Clocks
    law: NotRequired[Law]
    evidence: Files


@with_config(EXACT)
class Question(TypedDict):
    """About words, or for the bytes of files."""

    about: About
    words: NotRequired[Words]
    files: Annotated[list[Sha256], Field(max_length=1000)]


@with_config(EXACT)
class Answer(TypedDict):
    """To a question, once."""

    of: Id
    words: Words
    evidence: Files


@with_config(EXACT)
class End(TypedDict):
    """What became of it."""

    outcome: Outcome
    ended_on: Day
    words: NotRequired[Words]
    refund_fen: NotRequired[Fen]


@with_config(EXACT)
class Link(TypedDict):
    """The last message of a side: its number and hash; 0 and nothing where there is none."""

    number: Count
    hash: LinkHash


@with_config(EXACT)
class Receipt(TypedDict):
    """Outside the chain: what I have of yours stands in `seen`, what I wrote in `sent`."""

    of: NotRequired[Id]
    sent: Link


@with_config(EXACT)
class Party(TypedDict):
    """An installation and one of its keys."""

    name: Name
    key_id: KeyId


@with_config(EXACT)
class Extension(TypedDict):
    """What another maker adds."""

    critical: bool
    value: Any


@with_config(EXACT)
class Content(TypedDict):
    """What is signed. What `body` is follows from `kind`."""

    format: Literal["case-passport-1"]
    passport: Id
    id: Id
    kind: str
    number: Count
    previous: LinkHash
    seen: Link
    sender: Party
    receiver: Party
    at: Moment
    body: Any
    extensions: NotRequired[Annotated[dict[ExtensionName, Extension], Field(max_length=20)]]


@with_config(EXACT)
class Signed(TypedDict):
    """A message."""

    content: Content
    signature: Base64


@with_config(EXACT)
class PublicKey(TypedDict):
    """An Ed25519 key: 32 bytes."""

    key_id: KeyId
    public: Base64


@with_config(EXACT)
class Descriptor(TypedDict):
    """What an installation says of itself, signed with `key_id`, one of its keys."""

    format: Literal["case-passport-peer-1"]
    name: Name
    title: Short
    address: Address
    language: Language
    age: AgeRecipient
    keys: Annotated[list[PublicKey], Field(min_length=1, max_length=20)]
    key_id: KeyId
    at: Moment


@with_config(EXACT)
class SignedDescriptor(TypedDict):
    """A descriptor as it is served."""

    content: Descriptor
    signature: Base64


BODIES: Final[Mapping[str, Any]] = {
    "offer": Offer,
    "return": Return,
    "acceptance": Acceptance,
    "refusal": Refused,
    "withdrawal": Withdrawal,
    "deed": Deed,
    "question": Question,
    "answer": Answer,
    "end": End,
    "receipt": Receipt,
}
