"""What the public is told of one text besides its words: who signed it, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from huaihai.education.models import CoSignature, Edition, Publication, PublicationVersion
from huaihai.members.models import Organisation


@dataclass(frozen=True)
class Signed:
    """A body under a text: its name, when it signed; `for_silent` where the secretariat signed for silent bodies."""

    body: Organisation
    at: datetime
    for_silent: bool


@dataclass(frozen=True)
class Change:
    """One going out. `number` is that of its version, None for a withdrawal; `is_now`: this text is read now."""

    purpose: str
    at: datetime
    note: str
    number: int | None
    is_now: bool
    signed: Sequence[Signed]


def editions(publication: Publication) -> list[Edition]:
    """Those that went out, oldest first, with version and signatures: three queries."""
    signatures = CoSignature.objects.select_related("body").order_by("at", "pk")
    rows = publication.editions.out().select_related("version")
    return list(rows.prefetch_related(Prefetch("signatures", signatures)))


def changes(publication: Publication, out: Sequence[Edition]) -> list[Change]:
    """What happened, newest first."""
    return [_change(publication, edition) for edition in reversed(out)]


def signed(edition: Edition) -> list[Signed]:
    """The bodies under this edition's text, as it was handed in last. No person is named."""
    rows = [row for row in edition.signatures.all() if row.submission == edition.submission]
    return [Signed(row.body, row.at, row.for_silent) for row in rows]


def of_version(out: Sequence[Edition], version: PublicationVersion | None) -> Edition | None:
    """The edition with which this version went out; the last one, if it did so twice."""
    if version is None:
        return None
    return next((one for one in reversed(out) if one.version_id == version.pk), None)


def last_reason(publication: Publication, out: Sequence[Edition]) -> Edition | None:
    """The withdrawal that stands, if the text is withdrawn."""
    if not publication.is_withdrawn:
        return None
    return next((one for one in reversed(out) if one.purpose == Edition.Purpose.WITHDRAWAL), None)


def _change(publication: Publication, edition: Edition) -> Change:
    assert edition.out_at is not None  # noqa: S101 # a constraint of the table
    is_withdrawal = edition.purpose == Edition.Purpose.WITHDRAWAL
    return Change(
        purpose=edition.purpose,
        at=edition.out_at,
        note=edition.reason if is_withdrawal else edition.change_note,
        number=edition.version.number if edition.version else None,
        is_now=edition.version_id is not None and edition.version_id == publication.shown_id,
        signed=signed(edition),
    )
