"""The charter as pages show it: the parts with who answers for them, and evidence with its link."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.governance import charter
from huaihai.governance.models import CharterOwner, Evidence
from huaihai.governance.models.charter import EvidenceQuerySet
from huaihai.kit import local_words, spoken
from huaihai.members.models import Organisation

NEWEST = 3  # pieces of evidence of each part on the page of all


@dataclass(frozen=True)
class ShownEvidence:
    """One piece of evidence. `url` is empty where the thing itself has no public page."""

    row: Evidence
    text: str
    on: date
    body: str
    link_words: str
    url: str
    withdrawn_at: datetime | None
    reason: str


@dataclass(frozen=True)
class ShownPart:
    """One of the nine, with who answers for it on the day and its newest evidence."""

    part: charter.Part
    owner: str
    since_on: date | None
    evidence: list[ShownEvidence]


def all_parts(day: date) -> list[ShownPart]:
    """All parts, in two queries and those that live measures need."""
    owners = {row.key: row for row in CharterOwner.objects.on(day).select_related("organisation")}
    newest = with_links(Evidence.objects.standing()).newest_of_each(NEWEST)
    evidence: dict[str, list[ShownEvidence]] = {}
    for row in newest:
        evidence.setdefault(row.key, []).append(shown(row))
    return [
        _part(part, owners.get(part.key), evidence.get(part.key, []))
        for part in charter.with_live(charter.parts(alliance.load()), day)
    ]


def with_links(rows: EvidenceQuerySet) -> EvidenceQuerySet:
    """The rows with all that a line names."""
    return rows.select_related("organisation", "resolution", "meeting", "agreement")


def shown_rows(rows: Iterable[Evidence]) -> list[ShownEvidence]:
    return [shown(row) for row in rows]


def shown(row: Evidence) -> ShownEvidence:
    words, url = _link(row)
    return ShownEvidence(
        row,
        local_words.in_script(row.text),
        row.on,
        body_words(row.organisation),
        words,
        url,
        row.withdrawn_at,
        local_words.in_script(row.withdrawn_reason),
    )


def body_words(body: Organisation) -> str:
    """The short name of a body; what the alliance itself does, its secretariat does."""
    if body.kind == Organisation.Kind.ALLIANCE:
        return _("the alliance's secretariat")
    return local_words.in_script(body.short_name)


def _part(part: charter.Part, owner: CharterOwner | None, evidence: list[ShownEvidence]) -> ShownPart:
    if owner is None:
        return ShownPart(part, "", None, evidence)
    return ShownPart(part, body_words(owner.organisation), owner.from_on, evidence)


def _link(row: Evidence) -> tuple[str, str]:
    if row.resolution is not None:
        words = _("Resolution %(number)s") % {"number": row.resolution.number}
        return words, _url("resolution", row.resolution.number)
    if row.meeting is not None:
        return _("Meeting %(number)s") % {"number": row.meeting.number}, ""
    if row.agreement is not None:
        return row.agreement.shown_title, _url("alliance-agreement")
    if row.kind == Evidence.Kind.FILE:
        words = _("File “%(name)s” (%(size)s)") % {
            "name": row.file_name,
            "size": spoken.file_size(row.file_size),
        }
        return words, reverse("alliance-nine-file", args=[row.pk])
    return _("Page %(path)s of this site") % {"path": row.path}, row.path


def _url(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:  # a page that another installation leaves out
        return ""
