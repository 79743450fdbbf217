"""What the alliance's papers say, in its own language, whoever opens them."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai import alliance
from huaihai.desk.papers.official import Block, OfficialPaper, Piece
from huaihai.governance import effects
from huaihai.governance.models import Meeting, Minutes, Resolution
from huaihai.kit import spoken
from huaihai.kit.clock import ZONE, local_day
from huaihai.members import directory

SERIES = {"notice": "会", "minutes": "纪", "resolution": "议"}


def notice(meeting: Meeting) -> OfficialPaper:
    """When, where and about what the members meet."""
    with translation.override(settings.LANGUAGE_CODE):
        rows = (
            Piece(_moment(meeting.begins_at), "when", _("When")),
            Piece(meeting.place, "where", _("Where")),
            Piece(meeting.convened_by.name, "convened_by", _("Convened by")),
        )
        blocks = [
            Block(
                paragraphs=_lines(
                    _("The members meet as follows. Please send delegates, and tell the office who comes.")
                )
            ),
            Block(rows=rows),
            Block(_("Agenda"), paragraphs=_lines("\n".join(_agenda(meeting)))),
        ]
        if papers := [paper.name for paper in meeting.papers.all()]:
            blocks.append(Block(_("Papers"), paragraphs=_lines("\n".join(_numbered(papers)))))
        if meeting.short_notice_reason:
            why = Piece(meeting.short_notice_reason, "short_notice", _("Invited at short notice"))
            blocks.append(Block(rows=(why,)))
        title = _("Notice of meeting: %(title)s") % {"title": meeting.title}
        day = local_day(meeting.invited_at) if meeting.invited_at is not None else None
        return _paper(
            "notice", title, blocks, of=(meeting.year, meeting.serial), on=day, to=_("To all members")
        )


def minutes(held: Minutes) -> OfficialPaper:
    """The text as it stands; while it is a draft, the paper says so."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = held.meeting or held.motion
        if subject is None:
            raise ValueError("minutes are of a meeting or of a vote in writing")
        number = subject.number if held.approved_at else f"{subject.number}{_(' (draft)')}"
        title = pgettext("paper", "Minutes")
        blocks = [Block(paragraphs=_lines(held.text))]
        day = local_day(held.approved_at) if held.approved_at else None
        of = (held.meeting.year, held.meeting.serial) if held.meeting and held.approved_at else None
        return _paper("minutes", title, blocks, of=of, number=number, on=day)


def resolution(row: Resolution) -> OfficialPaper:
    """What was decided, what it changes, from when on, and how it was voted."""
    with translation.override(settings.LANGUAGE_CODE):
        facts = (
            Piece(_day(row.adopted_on), "adopted_on", _("Adopted on")),
            Piece(_day(row.in_force_from), "in_force_from", _("In force from")),
            Piece(
                _("%(present)s members counted, %(for)s voted for it, %(needed)s votes were needed")
                % {"present": row.present, "for": row.votes_for, "needed": row.majority_needed},
                "votes",
                pgettext("resolution", "Vote"),
            ),
        )
        blocks = [Block(paragraphs=_lines(row.text))]
        if changes := effects.in_words(row.effects):
            blocks.append(Block(_("What changes"), paragraphs=_lines("\n".join(_numbered(changes)))))
        blocks.append(Block(rows=facts))
        return _paper("resolution", row.title, blocks, of=(row.year, row.serial), on=row.adopted_on)


def _paper(
    kind: str,
    title: str,
    blocks: Iterable[Block],
    *,
    of: tuple[int, int] | None,
    on: date | None,
    number: str = "",
    to: str = "",
) -> OfficialPaper:
    """Under the alliance's name. A number is that of the subject: nothing is drawn for the paper."""
    root, data = directory.root(), alliance.load()
    if of is not None:
        year, serial = of
        short = data.papers.short.get(root.key, data.short_name)
        number = data.papers.number(root.key, short, series=SERIES[kind], year=year, serial=serial)
    return OfficialPaper(
        letterhead=root.name,
        title=title,
        number=number,
        blocks=tuple(blocks),
        sender=root.name,
        day=_day(on),
        to=to,
    )


def _agenda(meeting: Meeting) -> list[str]:
    items = meeting.agenda.select_related("motion")
    return _numbered(f"{item.title}（{item.motion.number}）" if item.motion else item.title for item in items)


def _numbered(lines: Iterable[str]) -> list[str]:
    return [f"{n}. {line}" for n, line in enumerate(lines, start=1)]


def _lines(text: str) -> tuple[tuple[Piece, ...], ...]:
    return tuple((Piece(line),) for line in text.splitlines() if line.strip())


def _day(day: date | None) -> str:
    return spoken.full_day(day) if day else ""


def _moment(when: datetime) -> str:
    local = when.astimezone(ZONE)
    return f"{spoken.full_day(local)} {spoken.day_of_week(local)} {local:%H:%M}"
