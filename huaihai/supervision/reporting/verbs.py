"""Handing a released file to the cities: the text that tells of it, in `education`, where it is signed and goes out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huaihai.desk.drawing.words import table_of
from huaihai.desk.lives import NotPossible
from huaihai.desk.papers.document import Document, Table
from huaihai.desk.verbs import page
from huaihai.education.addresses import whole
from huaihai.education.content import Content
from huaihai.education.models import Edition, Publication
from huaihai.education.publications import procedure
from huaihai.education.publications.approval import standing_signatures
from huaihai.law import kinds
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.kinds import subject_of
from huaihai.supervision.models import Project, Release
from huaihai.supervision.moving import moving
from huaihai.supervision.releasing import names_file, open_editions

LANGUAGE = "zh-hans"  # a text is written once; other scripts are made from it
LONGEST_TITLE, LONGEST_SUMMARY = 120, 300
ROWS, COLUMNS = 30, 6  # of the main table; all of it stands on the project's page
TOPICS = frozenset(one.code for one in (*kinds.GOODS, *kinds.SERVICES))


def content_of(project: Project, made: Release) -> Content:
    """What the notice says about this file. It may be edited afterwards like any other text."""
    file = json.loads(made.file)
    address = whole(project.get_absolute_url())
    with translation.override(LANGUAGE):
        document = subject_of(project.kind).report(file)
        topic = str(project.registered.plan.get("category", "")) if project.registered else ""
        return Content(
            title=_line(document.title)[:LONGEST_TITLE],
            summary=_line(document.summary)[:LONGEST_SUMMARY],
            body="\n\n".join(_blocks(document, address)),
            evidence="\n".join(
                [
                    _("All results, the plan and the file to compute them again: %(address)s")
                    % {"address": address},
                    _("SHA-256 of the file: %(hash)s") % {"hash": made.sha256},
                ]
            ),
            cities=tuple(part.body.key for part in project.cities.select_related("body")),
            topics=(topic,) if topic in TOPICS else (),
            basis=(
                _("Consumer Rights Law, article 37: consumer associations inform consumers and advise them"),
                _(
                    "Consumer Rights Law, article 38: they recommend no goods or services for money or other gain"
                ),
            ),
        )


def _blocks(document: Document, address: str) -> Iterator[str]:
    if document.caution:
        yield f"> {_line(document.caution)}"
    for section in document.sections:
        said = [_line(words) for words in section.paragraphs]
        if said:
            yield f"## {_line(section.title)}"
            yield from said
    if table := main_table(document):
        yield f"## {_line(table.caption)}"
        yield "\n".join(f"- {line}" for line in _rows(table))
        if len(table.rows) > ROWS:
            yield _("The whole table has %(n)d rows: %(address)s") % {
                "n": len(table.rows),
                "address": address,
            }


def main_table(document: Document) -> Table | None:
    """The first table of the report; without any, that of its first chart."""
    for section in document.sections:
        for table in section.tables:
            return table
    for section in document.sections:
        for chart in section.charts:
            return table_of(chart)
    return None


def _rows(table: Table) -> Iterator[str]:
    """Each row as a line; a place or number that begins it stands before the name."""
    colon, comma = pgettext("in a sentence", ": "), pgettext("in a sentence", ", ")
    named = 2 if 0 in table.numbers and len(table.head) > 1 else 1
    for row in table.rows[:ROWS]:
        name = _line(" ".join(row[:named]))
        rest = comma.join(
            f"{_line(head)} {_line(words)}"
            for head, words in zip(table.head[named:COLUMNS], row[named:COLUMNS], strict=False)
            if words
        )
        yield f"{name}{colon}{rest}" if rest else name


def _line(words: str) -> str:
    """Words on one line that no mark of the markup begins."""
    return " ".join(words.split()).replace("**", "").lstrip("#>-! ")


@dataclass(frozen=True)
class Signing:
    """Where the text that tells of a file stands. `names_file`: it holds the fingerprint of the newest file.

    `signed` are short names of bodies; `needed` and `sign_by_at` are set while it is being signed.
    """

    publication: Publication
    edition: Edition | None
    stage: str
    signed: tuple[str, ...]
    needed: int
    sign_by_at: datetime | None
    names_file: bool


def can_be_handed_over(project: Project) -> bool:
    """Whether there is a file that waits for its text, and no text about it is on its way or under review."""
    if lacking_file(project):
        return False
    under_way = open_editions(project).first()
    if under_way is None or under_way.version is None or project.release is None:
        return under_way is None
    return under_way.stage == "draft" and not names_file(under_way.version, project.release)


@page(
    "hand-over",
    "hand over",
    gettext_lazy("Hand it to the cities for signing"),
    gettext_lazy("The text is written. Read it, then hand it in for review."),
    lead=gettext_lazy(
        "A notice is written from the file: summary, main results, where all of it stands, and the fingerprint "
        "of the file. You can still change its words. Then it goes the way of every text: three reviews, the "
        "signatures of the cities that take part, publication. With the last signature the project is public."
    ),
    button=gettext_lazy("Write the text for signing"),
    when=can_be_handed_over,
    to=lambda edition: reverse("office-publication", args=[edition.publication_id]),
)
def hand_over(project: Project, *, seen: int | None = None, by: Actor, at: datetime) -> Edition:
    """The text about the file that is to go out: the first edition of a notice, or the correction of what is out.

    Where a draft about an earlier file is open, it is written anew. Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    powers.require_leader(project, by, at)
    with transaction.atomic():
        made = waiting_file(project)
        edition = _edition(project, made, by=by, at=at)
        with moving(project, "hand over", by=by, at=at, seen=seen) as move:
            move.row.publication = edition.publication
            move.facts |= {
                "release": made.number,
                "sha256": made.sha256,
                "publication": str(edition.publication_id),
                "edition": edition.number,
            }
    return edition


def waiting_file(project: Project) -> Release:
    """The file that no text has brought out yet. Raises NotPossible."""
    if project.release is None or project.stage not in ("released", "published"):
        raise NotPossible(_("There is no file to be signed. Please make it first."))
    if project.release.published_at is not None and project.withdrawn_at is None:
        raise NotPossible(_("This file is out already. A correction begins with another file."))
    return project.release


def lacking_file(project: Project) -> tuple[str, ...]:
    """Why there is none, in a sentence; empty: there is one."""
    try:
        waiting_file(project)
    except NotPossible as error:
        return (str(error),)
    return ()


def signing_of(project: Project) -> Signing | None:
    """Where the text about this project's newest file stands; None before it was handed over. Three queries."""
    publication = project.publication
    if publication is None or project.release is None:
        return None
    edition = publication.editions.select_related("version").order_by("-number").first()
    is_signing = edition is not None and edition.stage == "signing"
    rows = standing_signatures(edition).select_related("body") if edition is not None and is_signing else []
    text = edition.version if edition is not None and edition.version is not None else publication.current
    return Signing(
        publication=publication,
        edition=edition,
        stage=edition.stage_label if edition is not None else str(publication.get_state_display()),
        signed=tuple(row.body.short_name for row in rows),
        needed=edition.needed if edition is not None and is_signing else 0,
        sign_by_at=edition.sign_by_at if edition is not None and is_signing else None,
        names_file=names_file(text, project.release),
    )


def _edition(project: Project, made: Release, *, by: Actor, at: datetime) -> Edition:
    content = content_of(project, made)
    publication = project.publication
    if publication is None or publication.is_withdrawn:
        return procedure.open_first(
            content, kind=Publication.Kind.NOTICE, publisher=project.lead, by=by, at=at
        )
    under_way = open_editions(project).first()
    if under_way is not None and under_way.stage != "draft":
        raise NotPossible(
            _(
                "A text about an earlier file is being reviewed or signed. Call that file back, or wait for it."
            )
        )
    if under_way is None and publication.state == Publication.State.PUBLISHED:
        note = made.reason or _("The results are corrected.")
        return procedure.open_update(publication, change_note=note, content=content, by=by, at=at)
    draft = under_way or procedure.open_draft(publication, by=by, at=at)
    return procedure.write(draft, content, by=by, at=at)
