"""A shop is heard before a clause of its contract counts: how it is reached, until when it may answer, what it said.

Its answer stands beside the finding when a second person decides. A clause that it has changed ends the finding
without a mark.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.businesses import rights
from huaihai.businesses.channel.facts import enrolment_for
from huaihai.businesses.models import Business
from huaihai.cases.business.overview import Line, Section
from huaihai.desk import hearing
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.kit.local_words import in_script
from huaihai.kit.ways import way
from huaihai.law.limits import RIGHT_OF_REPLY, Limit
from huaihai.members.clocks import limit_for
from huaihai.members.messages import sender
from huaihai.members.models import Organisation
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage
from huaihai.supervision.models import ClauseFinding

MOST: Final = 20  # lines at the desk of a shop


@dataclass(frozen=True)
class Reach:
    """How a shop is reached; nothing of it: nobody can ask it."""

    has_desk: bool = False
    phone: str = ""
    address: str = ""

    @property
    def is_at_once(self) -> bool:
        """Whether the platform itself gives it word."""
        return self.has_desk or bool(self.phone)


def reach(business: Business | None, *, on: date) -> Reach:
    """Its desk or that of its chain, its telephone, an address to which a letter goes."""
    if business is None:
        return Reach()
    enrolment, places = enrolment_for(business, on=on), list(business.places.all())
    people = rights.appointed(on=on).filter(business__in={business.pk, business.parent_id} - {None})
    phones = (business.phone, enrolment.contact_phone if enrolment else "", *(one.phone for one in places))
    return Reach(
        enrolment is not None or people.exists(),
        next((str(one) for one in phones if one), ""),
        next((one.address for one in places if one.address), ""),
    )


def limit_of(body: Organisation, *, on: date) -> Limit:
    """How long a shop has: the right of reply of who is named, as this body adopted it."""
    return limit_for(body, RIGHT_OF_REPLY, on)


def begin(finding: ClauseFinding, *, at: datetime) -> None:
    """Its time begins, and it gets word where there is a number. The caller saves the row."""
    on = local_day(at)
    finding.answer_due_on = hearing.ends_on(limit_of(finding.body, on=on), on)
    phone = reach(finding.business, on=on).phone
    if finding.business is None or not phone:
        return
    outbox.queue(
        effect_key=f"{finding.record_key}:heard",
        subject=finding.business.record_key,
        channel=OutboxMessage.Channel.SMS,
        address=phone,
        text=_word(finding, finding.business, finding.answer_due_on),
        at=at,
    )


def waits_for(finding: ClauseFinding, *, on: date) -> str:
    """Why a second person cannot confirm it yet; empty: the shop was heard, or nobody can ask it."""
    if finding.business is None or finding.has_answered:
        return ""
    if finding.answer_due_on is None:
        return _("The shop has not been asked yet.") if reach(finding.business, on=on).address else ""
    if on > finding.answer_due_on:
        return ""
    return _("The shop may answer until %(day)s.") % {"day": spoken.full_day(finding.answer_due_on)}


def _word(finding: ClauseFinding, business: Business, until: date) -> str:
    with translation.override("zh-hans"):
        return _(
            "[%(platform)s] %(name)s: a clause of your contract may be unfair (%(clause)s). Until %(day)s you may "
            "answer or change it: at your business desk, or call %(body)s, %(phone)s."
        ) % {
            **sender(finding.body),
            "name": business.name,
            "clause": finding.called,
            "day": spoken.full_day(until),
        }


def sections(business_ids: Iterable[UUID], *, today: date) -> list[Section]:
    """For `reactions.BUSINESS_SECTIONS`. One query."""
    rows = ClauseFinding.objects.heard().filter(
        business__in=list(business_ids), stage__in=["noted", "confirmed"]
    )
    lines = [_line(row, today=today) for row in rows.order_by("stage", "answer_due_on")[:MOST]]
    return [Section(_("Clauses of your contracts"), lines)] if lines else []


def _line(row: ClauseFinding, *, today: date) -> Line:
    url, title = way("business-clause", row.pk), in_script(row.called)
    if row.stage == "noted" and not row.has_answered and row.answer_due_on is not None:
        until = _("answer until %(day)s") % {"day": spoken.day(row.answer_due_on, today=today)}
        return Line(title, until, url, tone="warn")
    return Line(title, _("answered") if row.stage == "noted" else row.stage_label, url)
