"""What the page of a case shows, put into rows: facts, parties, bodies, evidence, the record."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huaihai.cases import lifecycle, timeline, timing
from huaihai.cases.actions import consenting
from huaihai.cases.models import Case, Complainant
from huaihai.cases.pages import clock_words, unmasking
from huaihai.cases.pages.choices import place_name
from huaihai.cases.pages.clock_words import ShownClock
from huaihai.cases.pages.situation import Situation
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import ZONE
from huaihai.law import kinds, remedies
from huaihai.members.models import Account, Organisation
from huaihai.record import clocks as record_clocks
from huaihai.record.models import Clock

Rows = list[dict[str, Any]]
OWN_LINES = {consenting.VERB: gettext_lazy("Consents were written down on the consumer's word")}


def of_matter(situation: Situation, *, is_open: bool) -> Rows:
    """What happened and what is asked for."""
    case, today = situation.case, situation.today
    story = case.story if is_open else unmasking.text_masked(case.story)
    asked = "、".join(
        local_words.said(remedies.BY_CODE[code]) for code in case.remedies if code in remedies.BY_CODE
    )
    rows = [
        _row(_("What happened"), story, is_text=True),
        _row(_("Asked for"), " · ".join(filter(None, (asked, _yuan(case.asked_fen))))),
        _row(_("Price"), _yuan(case.price_fen)),
        _row(_("Bought"), " · ".join(filter(None, (case.get_bought_display(), _day(case.bought_on, today))))),
        _row(
            _("Kind"),
            " · ".join(
                local_words.said(kinds.BY_CODE[c]) for c in (case.category, case.nature) if c in kinds.BY_CODE
            ),
        ),
        _row(_("Received"), _received(case, today)),
        _row(_("The regulator's number"), case.regulator_number),
    ]
    return [row for row in rows if row["value"]]


def of_consumer(situation: Situation, *, is_open: bool) -> Rows:
    """Who complains: masked unless this session has just opened it."""
    person: Complainant | None = getattr(situation.case, "complainant", None)
    if person is None:
        return []

    def shown(text: str, mask: Callable[[str], str]) -> str:
        return text if is_open else mask(text)

    confirmed = _("confirmed") if person.confirmed_at else _("not confirmed")
    phone = shown(person.phone, unmasking.phone_masked)
    rows = [
        _row(_("Name"), shown(person.name, unmasking.name_masked)),
        _row(_("Phone"), f"{phone} · {confirmed}" if phone else ""),
        _row(_("E-mail"), shown(person.email, unmasking.email_masked)),
        _row(_("Address"), shown(person.address, lambda text: "***" if text else "")),
        _row(_("Lives in"), place_name(situation.case.consumer_at)),
        _row(_("For a child"), _("under 14; the guardian files and consents") if person.is_for_child else ""),
    ]
    return [row for row in rows if row["value"]]


def of_business(case: Case) -> Rows:
    """Which business it is, as far as it is known."""
    stated, business, place = case.stated_business, case.business, case.place
    rows = [
        _row(pgettext("of a business", "Name"), business.name if business else stated.get("name")),
        _row(
            _("Credit code"),
            (business.credit_code if business else "") or stated.get("code") or _("not known"),
        ),
        _row(_("Sign"), place.sign if place else stated.get("sign")),
        _row(
            _("Trades in"), place_name((place.region_code if place else "") or stated.get("region_code", ""))
        ),
        _row(_("Address"), place.address if place else stated.get("address")),
        _row(_("Phone"), (place.phone if place else "") or (business.phone if business else "")),
        _row(_("Online"), " · ".join(filter(None, (stated.get("platform"), stated.get("shop_link"))))),
        _row(_("Payee"), stated.get("payee")),
        _row(_("State"), _("closed or cannot be found") if business and business.is_gone else ""),
    ]
    return [row for row in rows if row["value"]]


def of_bodies(case: Case) -> list[dict[str, Any]]:
    """Both cities, and which one is responsible."""
    named: list[tuple[str, Organisation | None]] = [
        (_("Where the consumer filed"), case.home),
        (_("Where the business is"), case.lead),
    ]
    if case.home_id == case.lead_id:
        named = [(_("Consumer and business are both here"), case.home)]
    held = {body.pk for _label, body in named if body}
    if case.responsible and case.responsible.pk not in held:
        named.append((_("Has the case"), case.responsible))
    return [
        {
            "label": label,
            "name": local_words.in_script(body.name),
            "phone": body.phone_to_call,
            "is_responsible": body.pk == case.responsible_id and not case.is_final,
        }
        for label, body in named
        if body is not None
    ]


def of_evidence(case: Case) -> list[dict[str, Any]]:
    """The files, each with the address of its safe copy."""
    parties = {"consumer": _("consumer"), "business": _("business"), "body": _("body")}
    return [
        {
            "name": file.name,
            "kind": file.kind,
            "size": file.size,
            "sha256": file.sha256,
            "party": parties.get(file.party, file.party),
            "added_at": file.added_at,
            "url": reverse("desk-evidence", args=[case.pk, file.pk]),
            "is_picture": bool(file.derivative),
        }
        for file in case.evidence.all()
    ]


def of_offers(case: Case) -> list[dict[str, Any]]:
    """All offers, newest first."""
    return [
        {
            "state": offer.get_state_display(),
            "is_open": offer.state == offer.State.OPEN,
            "what": "、".join(
                local_words.said(remedies.BY_CODE[code])
                for code in offer.remedies
                if code in remedies.BY_CODE
            ),
            "sum": _yuan(offer.sum_fen),
            "text": offer.text,
            "note": offer.note_to_body,
            "perform_by_on": offer.perform_by_on,
            "valid_until_on": offer.valid_until_on,
            "made_at": offer.made_at,
        }
        for offer in reversed(case.offers.all())
    ]


def of_clocks(situation: Situation) -> tuple[ShownClock | None, list[ShownClock]]:
    """The clock of the present stage, and all others of the case, running ones first."""
    rows = (
        Clock.objects.filter(subject=situation.case.record_key)
        .prefetch_related("pauses")
        .order_by("started_at")
    )
    days = record_clocks.calendar()
    living, others = None, []
    for row in sorted(rows, key=lambda clock: clock.ended_at is not None):
        shown = clock_words.shown(row, situation.today, days)
        if (
            living is None
            and row.ended_at is None
            and row.name == timing.LIVING_CLOCK.get(situation.case.stage)
        ):
            living = shown
        else:
            others.append(shown)
    return living, others


def of_record(case: Case, *, is_open: bool) -> Rows:
    """Everything that happened, notes included, with who did it."""
    lines = timeline.of(case, lifecycle.BODY)
    names = _people({line.who for line in lines})
    return [
        {
            "at": line.at,
            "title": OWN_LINES.get(line.verb, line.what),
            "who": names.get(line.who, ""),
            "to": local_words.in_script(line.to),
            "text": line.text if is_open else unmasking.text_masked(line.text),
            "is_now": number == 0 and not case.is_final,
        }
        for number, line in enumerate(lines)
    ]


def _people(keys: set[str]) -> dict[str, str]:
    accounts = {key.removeprefix("account:") for key in keys if key.startswith("account:")}
    names: dict[str, str] = {key: _("consumer") for key in keys if key.startswith("consumer")}
    names |= {key: _("by itself, on time") for key in keys if key.startswith("system")}
    if accounts:
        for account in Account.objects.filter(pk__in=accounts):
            names[account.record_key] = account.shown_name
    return names


def _received(case: Case, today: Any) -> str:
    at = spoken.moment(case.submitted_at.astimezone(ZONE), today=today) if case.submitted_at else ""
    return " · ".join(filter(None, (at, str(case.get_origin_display()))))


def _row(label: str, value: Any, *, is_text: bool = False) -> dict[str, Any]:
    return {"label": label, "value": value or "", "is_text": is_text}


def _yuan(fen: int | None) -> str:
    return "" if fen is None else _("%(sum)s yuan") % {"sum": spoken.yuan(fen)}


def _day(day: Any, today: Any) -> str:
    return spoken.day(day, today=today) if day else ""
