"""A pledge in words: how much of what is open is covered, as of which day, by whom, and what that means."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.businesses.posters.pages import Door
from huaihai.kit import spoken
from huaihai.prepaid import life
from huaihai.prepaid.guarantees import counting
from huaihai.prepaid.issuers.verbs import NOT_COVERED, WITHDRAWN
from huaihai.prepaid.models import Issuer


def percent(permille: int) -> str:
    """Thousandths as people say them: 30 %, 33.3 %."""
    whole, rest = divmod(permille, 10)
    return f"{whole}.{rest} %" if rest else f"{whole} %"


def covered(issuer: Issuer) -> str:
    """How much of what is open is covered."""
    if issuer.guarantee_fen is None:
        return _("the bank has not said yet")
    found = counting.ratio(issuer)
    return _("no card is open") if found is None else percent(found)


def tone(issuer: Issuer) -> str:
    """How it is shown."""
    if issuer.stage != "pledged":
        return "warn" if issuer.stage == "applied" else "late"
    return "warn" if issuer.below_since is not None or issuer.guarantee_fen is None else "ok"


def why_ended(issuer: Issuer) -> str:
    """Why it is over, for everybody."""
    if issuer.why_ended == NOT_COVERED:
        return _("The guarantee stayed below what was pledged, and the time to fill it up was over.")
    if issuer.why_ended == WITHDRAWN:
        return _("The shop withdrew it.")
    return issuer.why_ended


LONG_AGO = 31  # days without a word of the bank


def _bank_on(issuer: Issuer) -> date | None:
    return issuer.guarantee_lines.order_by("-day").values_list("day", flat=True).first()


def issuer_facts(issuer: Issuer, *, today: date) -> dict[str, Any]:
    """What every page about a pledge shows. No query where it was read `with_parties`, else one."""
    bank_on = issuer.bank_on if hasattr(issuer, "bank_on") else _bank_on(issuer)
    counted = issuer.counted_on if issuer.guarantee_fen is not None else None
    return {
        "issuer": issuer,
        "covered": covered(issuer),
        "pledged": percent(issuer.ratio_permille),
        "tone": tone(issuer),
        "why_ended": why_ended(issuer),
        "counted": spoken.day(counted, today=today) if counted else "",
        "bank_on": spoken.day(bank_on, today=today) if bank_on else "",
        "is_old": bank_on is not None and (today - bank_on).days > LONG_AGO,
        "is_shown": issuer.stage in life.SHOWN,
    }


def broken_pledges(business_ids: Collection[UUID], *, since: date, until: date) -> list[UUID]:
    """The pledges of these businesses that ended on these days because too little was covered, or whose shop fell
    silent. One query."""
    ended = Q(stage="ended", why_ended=NOT_COVERED, ended_on__range=(since, until))
    silent = Q(stage__in=["silent", "settled"], closure__silent_on__range=(since, until))
    rows = Issuer.objects.filter(ended | silent, business__in=business_ids)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def notes(business_ids: Collection[UUID]) -> list[Door]:
    """For `reactions.BUSINESS_NOTES`: how much of its prepaid cards is guaranteed; one query."""
    issuer = Issuer.objects.shown().filter(business__in=business_ids).order_by("-applied_at").first()
    if issuer is None:
        return []
    label = _("Prepaid cards: %(stage)s, guaranteed: %(covered)s") % {
        "stage": issuer.stage_label,
        "covered": covered(issuer),
    }
    return [Door(label, reverse("prepaid-issuer", args=[issuer.pk]))]
