"""What a system may send: strict types, so that what is not described is refused; its files; its offers."""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Annotated, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr

from huaihai.cases.parts import PAID
from huaihai.desk.lives import Unfit
from huaihai.kit import filestore
from huaihai.kit.form_fields import LONGEST_TEXT, LONGEST_VERSION
from huaihai.kit.text.normalise import UnstorableTextError, storable, storable_name

MOST_FILES = 5
LARGEST_FILE = 1_500_000  # bytes of base64; the whole request is capped too
LARGEST_SUM = 10**12  # fen
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: Any) -> Any:
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise ValueError(_("Please write the day as in 2026-11-26."))
    return value


def _words(value: str) -> str:
    try:
        return storable(value)
    except UnstorableTextError as error:
        raise ValueError(_(error.message_id)) from error


def _base64(value: str) -> str:
    try:
        base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError(_("The contents of the file are not base64.")) from error
    return value


Version = Annotated[
    StrictInt,
    Field(ge=1, le=LONGEST_VERSION, description=gettext_noop("The version of the case you have read.")),
]
Fen = Annotated[
    StrictInt,
    Field(ge=0, le=LARGEST_SUM, description=gettext_noop("The smallest unit, whole: 26800 is 268.00.")),
]
Day = Annotated[date, BeforeValidator(_day)]
Words = Annotated[StrictStr, Field(max_length=LONGEST_TEXT), AfterValidator(_words)]
Code = Annotated[StrictStr, Field(min_length=1, max_length=20, pattern=r"^[a-z-]+$")]
Key = Annotated[
    StrictStr,
    Field(
        min_length=36,
        max_length=36,
        pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
    ),
]


class Said(Schema):
    """What every answer carries."""

    model_config = ConfigDict(extra="forbid")

    version: Version

    def facts(self) -> dict[str, Any]:
        """What the action is told, beside the version."""
        return {name: getattr(self, name) for name in type(self).model_fields if name != "version"}


class Receipt(Said):
    """You have the invitation; your time to answer begins."""


class Reply(Said):
    """You look into it until a day, and may need something from the consumer first."""

    until_on: Day
    needs: list[Code] = Field(
        default=[], max_length=10, description=gettext_noop("Codes of `needs` in /vocabularies.")
    )
    text: Words = ""
    note_to_body: Words = Field(default="", description=gettext_noop("Only the association reads this."))


class Offer(Said):
    """What you offer. An offer that is open is replaced."""

    remedies: list[Code] = Field(
        min_length=1, max_length=7, description=gettext_noop("Codes of `remedies` in /vocabularies.")
    )
    sum_fen: Fen | None = None
    monthly_parts: Annotated[StrictInt, Field(ge=1, le=36)] = 1
    perform_by_on: Day = Field(description=gettext_noop("You do it by this day."))
    valid_until_on: Day = Field(
        description=gettext_noop("The consumer can accept until this day, not later than you do it.")
    )
    text: Words = Field(min_length=1, description=gettext_noop("Your words to the consumer."))
    note_to_body: Words = Field(default="", description=gettext_noop("Only the association reads this."))


class Acceptance(Said):
    """You accept the counter-offer that is open."""

    offer: Key


class Rejection(Said):
    """You do not accept the counter-offer that is open; you may offer again."""

    offer: Key
    text: Words = Field(min_length=1, description=gettext_noop("Why; the consumer reads it."))


class Refusal(Said):
    """You say no, for a reason. That is no penalty; the association decides whether to mediate."""

    reason: Code = Field(
        description=gettext_noop("A code of `reasons` in /vocabularies; “not-us” is a denial.")
    )
    text: Words = ""
    note_to_body: Words = Field(default="", description=gettext_noop("Only the association reads this."))


class Denial(Said):
    """It is not your business that is meant. It leaves no mark."""

    text: Words = Field(min_length=1, description=gettext_noop("Why it is not your business."))
    note_to_body: Words = Field(default="", description=gettext_noop("Only the association reads this."))


class File(Schema):
    """A file inside the request. Pictures, PDF, sound and video are taken."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[StrictStr, Field(min_length=1, max_length=120), AfterValidator(_words)]
    content: Annotated[
        StrictStr,
        Field(min_length=4, max_length=LARGEST_FILE, json_schema_extra={"contentEncoding": "base64"}),
        AfterValidator(_base64),
    ]


class Fulfilment(Said):
    """It is done: all that was promised, or the one promise of this number. Only the consumer can confirm it."""

    text: Words = Field(min_length=1, description=gettext_noop("What you did, and when."))
    promise: Annotated[StrictInt, Field(ge=1, le=36)] | None = None
    files: list[File] = Field(default=[], max_length=MOST_FILES, description=gettext_noop("Proof."))


class Files(Said):
    """Files beside the answers; consumer and association see a safe copy."""

    files: list[File] = Field(min_length=1, max_length=MOST_FILES)


type Kept = tuple[filestore.Stored, str]


def kept(files: Iterable[File]) -> list[Kept]:
    """The files, stored, with their names. Raises Unfit."""
    try:
        return [_kept(file) for file in files]
    except filestore.Refused as error:
        raise Unfit("files", error.message) from error


def _kept(file: File) -> Kept:
    name = storable_name(file.name)
    upload = SimpleUploadedFile(name or "file", base64.b64decode(file.content))
    return filestore.store(upload), name


LATEST = timedelta(days=366)


def check_offer(said: Mapping[str, Any], today: date) -> None:
    """What the page of an offer checks beside the action. Raises Unfit."""
    for name in ("perform_by_on", "valid_until_on"):
        if said[name] > today + LATEST:
            raise Unfit(name, _("Please give a day within a year."))
    if said["perform_by_on"] < said["valid_until_on"]:
        raise Unfit(
            "perform_by_on",
            _("The consumer can accept even later than this day. Please give a day that leaves you time."),
        )
    if set(said["remedies"]) & set(PAID) and said["sum_fen"] is None:
        raise Unfit("sum_fen", _("You offer to pay: please write how much."))
