"""What a case is about, in words and rows: the matter, the business, the clocks and how their days were found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.functional import Promise

from huaihai.businesses.models import Place
from huaihai.businesses.pages import place_name
from huaihai.cases import case_forms, leads, life, mandates, proceedings, turns, unmasking
from huaihai.cases.models import Agreement, Appointment, Case
from huaihai.cases.situation import Situation
from huaihai.cases.verbs.intake import WRITTEN
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import ZONE, local_day
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy, ngettext, pgettext
from huaihai.law import kinds, remedies
from huaihai.law.calendar import Calendar, DayKind
from huaihai.law.deadlines import DueDate, due
from huaihai.law.errors import LawError
from huaihai.law.limits import Unit
from huaihai.members.models.organisation import tree
from huaihai.record import clocks
from huaihai.record.models import Clock

NAMES: dict[str, Promise | str] = {
    "forward": gettext_lazy("Check and forward"),
    "supplement": gettext_lazy("The consumer adds what is missing"),
    "take": gettext_lazy("Take the forwarded case"),
    "decide": gettext_lazy("Decide whether to admit"),
    "serve": gettext_lazy("Serve the invitation"),
    "first_reply": gettext_lazy("First reply of the business"),
    "silence": gettext_lazy("Silence counts as refusal"),
    "negotiate": gettext_lazy("Settle with the business"),
    "mediate": gettext_lazy("Mediate"),
    "check_back": gettext_lazy("Look again whether the pause can end"),
    "fulfil": gettext_lazy("Do what was agreed"),
    "remedy": gettext_lazy("Follow up the broken agreement"),
}
ONE_DAY = timedelta(days=1)
MOST_DAYS = 1500  # beyond this a day is only named, not counted to


@dataclass(frozen=True)
class ShownClock:
    """What `kit/parts/clock.html` asks for."""

    state: str
    due_on: date
    left: int
    unit: str
    text: str
    is_provisional: bool
    why: str
    name: str
    why_url: str = ""
    by_words: str = ""  # instead of the day, where an hour counts


def shown_clock(clock: Clock, today: date, days: Calendar) -> ShownClock:
    """One clock on one day. Pauses are read from `clock.pauses` (prefetch them)."""
    return ShownClock(
        state=_state(clock, today),
        due_on=clock.due_on,
        left=_left(clock, today, days),
        unit="working" if clock.unit == Unit.WORKING_DAYS.value else "natural",
        text=str(NAMES.get(clock.name, clock.name)),
        is_provisional=clock.is_provisional,
        why=why(clock, days),
        name=clock.name,
    )


def why(clock: Clock, days: Calendar) -> str:
    """How the last day was found: the rule, the first day, days that do not count, and rest days."""
    start = local_day(clock.started_at)
    if clock.limit_name == clocks.FIXED:
        return _("The last day, %(day)s, was named by the agreement or the authority.") % {
            "day": _day(clock.due_on)
        }
    if clock.due_at is not None:
        told = {"start": f"{clock.started_at.astimezone(ZONE):%Y-%m-%d %H:%M}", "n": clock.number}
        return _("%(n)s hours from %(start)s.") % told
    pauses = [(row.from_on, row.until_on) for row in clock.pauses.all() if row.until_on]
    try:
        found = due(clocks.limit_of(clock), start, calendar=days, suspensions=pauses)
    except LawError:
        return _("Source: %(article)s") % {"article": local_words.in_script(clock.article)}
    lines = _lines(found)
    if clock.is_extended:
        lines.insert(1, _("It was extended once."))
    return "\n".join(lines)


def _lines(found: DueDate) -> list[str]:
    english = local_words.is_foreign()
    term = found.limit.term_en if english else local_words.in_script(found.limit.term_zh)
    lines = [
        _("%(term)s from %(start)s; that day itself does not count.")
        % {"term": term, "start": _day(found.start)},
    ]
    lines += [
        _("The clock stood from %(first)s to %(last)s.") % {"first": _day(first_on), "last": _day(last_on)}
        for first_on, last_on in found.suspensions
    ]
    if found.limit.unit is Unit.WORKING_DAYS and found.skipped:
        lines.append(_("Rest days skipped: %(days)s.") % {"days": _kinds(found.skipped)})
    if found.moved_from:
        told = {"from": _day(found.moved_from), "to": _day(found.due_on)}
        lines.append(_("%(from)s is a rest day, so the last day is %(to)s.") % told)
    if found.made_up:
        lines.append(_("Worked and counted: %(days)s.") % {"days": _kinds(found.made_up)})
    lines.append(_("Source: %(article)s") % {"article": local_words.in_script(found.article)})
    return lines


def _kinds(days: tuple[DayKind, ...]) -> str:
    english = local_words.is_foreign()
    told = [f"{_day(day.on)}({day.why_en})" if english else f"{_day(day.on)}（{day.why_zh}）" for day in days]
    return local_words.in_script((", " if english else "、").join(told))


def _state(clock: Clock, today: date) -> str:
    if clock.ended_at is not None:
        return "done"
    if clock.is_paused:
        return "stopped"
    return "late" if clock.due_on < today else "running"


def _left(clock: Clock, today: date, days: Calendar) -> int:
    """Days left (or days late) in the clock's own unit; the last day itself counts."""
    first, last = sorted((today, clock.due_on))
    if clock.unit != Unit.WORKING_DAYS.value or (last - first).days > MOST_DAYS:
        return (last - first).days
    try:
        return sum(days.is_working_day(first + ONE_DAY * n) for n in range(1, (last - first).days + 1))
    except LawError:
        return (last - first).days


def _day(day: date) -> str:
    return spoken.day(day, today=day)


type Rows = list[dict[str, Any]]


def of_matter(situation: Situation, *, is_open: bool) -> Rows:
    """What happened and what is asked for."""
    case, today = situation.case, situation.today
    story = case.story if is_open else unmasking.text_masked(case.story)
    rows = [
        row(_("What happened"), story, is_text=True),
        row(
            _("Asked for"),
            " · ".join(filter(None, (remedy_words(case.remedies), money_words(case.asked_fen)))),
        ),
        row(_("Price"), money_words(case.price_fen)),
        row(_("Bought"), bought_words(case, today=today)),
        row(_("Kind"), kind_words(case)),
        row(_("Received"), _received(case, today)),
        row(_("The regulator's number"), case.regulator_number),
    ]
    return known(rows)


def of_business(case: Case) -> Rows:
    """Which business it is, as far as it is known."""
    stated, business, place = case.stated_business, case.business, case.place
    rows = [
        row(pgettext("of a business", "Name"), business.name if business else stated.get("name")),
        row(
            _("{Business_code_short}"),
            (business.credit_code if business else "") or stated.get("code") or _("not known"),
        ),
        row(_("Sign"), place.sign if place else stated.get("sign")),
        row(
            _("Trades in"), place_name((place.region_code if place else "") or stated.get("region_code", ""))
        ),
        row(_("Address"), place.address if place else stated.get("address")),
        row(_("Phone"), (place.phone if place else "") or (business.phone if business else "")),
        row(_("Online"), " · ".join(filter(None, (stated.get("platform"), stated.get("shop_link"))))),
        row(_("Payee"), stated.get("payee")),
        row(_("State"), _("closed or cannot be found") if business and business.is_gone else ""),
    ]
    return known(rows)


def of_clocks(situation: Situation) -> tuple[ShownClock | None, list[ShownClock]]:
    """The clock of the present stage, and all others of the case, running ones first."""
    days = clocks.calendar()
    living, others = None, []
    for row in sorted(situation.every_clock, key=lambda clock: clock.ended_at is not None):
        shown = shown_clock(row, situation.today, days)
        if (
            living is None
            and row.ended_at is None
            and row.name == turns.LIVING_CLOCK.get(situation.case.stage)
        ):
            living = shown
        else:
            others.append(shown)
    return living, others


def shop(case: Case) -> tuple[str, str]:
    """The business as people call it, and its telephone."""
    place, business = case.return_place or case.place, case.business
    named = (place.sign if place else "") or (business.name if business else "")
    phone = (place.phone if place else "") or (business.phone if business else "")
    return named, phone


def whereabouts(case: Case) -> list[str]:
    """Where the shop is: its place in the country, address, name, telephone."""
    place = _place(case)
    region = place_name(place.region_code) if place else ""
    return [part for part in (region, place.address if place else "", *shop(case)) if part]


def has_address(case: Case) -> bool:
    """Whether a parcel would find the shop."""
    place = _place(case)
    return bool(place and place.address)


def _place(case: Case) -> Place | None:
    return case.return_place or case.place


@dataclass(frozen=True)
class Goods:
    """Goods that go back: where to, by when (where a day is agreed), and whether they are on their way."""

    to: str
    by_on: date | None
    sent_at: datetime | None
    parcel: str
    is_awaited: bool


def goods(agreement: Agreement, case: Case, *, today: date) -> Goods | None:
    """None where none go back."""
    if not agreement.goes_back or agreement.offer is None:
        return None
    return Goods(
        to=agreement.offer.return_to or " ".join(whereabouts(case) if has_address(case) else ()),
        by_on=agreement.offer.goods_back_by_on,
        sent_at=agreement.goods_sent_at,
        parcel=agreement.parcel,
        is_awaited=agreement.awaits_goods(today),
    )


def row(label: str, value: Any, *, is_text: bool = False) -> dict[str, Any]:
    """One line of a summary list."""
    return {"label": label, "value": value or "", "is_text": is_text}


def known(rows: Rows) -> Rows:
    """The rows that say something."""
    return [held for held in rows if held["value"]]


def money_words(fen: int | None) -> str:
    """A sum in words; nothing where none is known."""
    return "" if fen is None else spoken.money(fen)


def remedy_words(codes: list[str]) -> str:
    """The remedies in one line, in the order of the law's list."""
    return local_words.listed(local_words.said(remedy) for remedy in remedies.ALL if remedy.code in codes)


def kind_words(case: Case) -> str:
    """What was bought and what is wrong with it, in one line."""
    held = [kinds.BY_CODE[code] for code in (case.category, case.nature) if code in kinds.BY_CODE]
    return " · ".join(local_words.said(kind) for kind in held)


def bought_words(case: Case, *, today: date) -> str:
    """How and when it was bought."""
    day = spoken.day(case.bought_on, today=today) if case.bought_on else ""
    return " · ".join(filter(None, (str(case.get_bought_display()), day)))


def word_words(held: Mapping[str, Any], *, today: date) -> str:
    """Whose word an officer wrote down, of which day, how it came; nothing where none was."""
    if "served_on" in held:
        day = spoken.day(date.fromisoformat(held["served_on"]), today=today)
        return _("Served on %(day)s, written down later.") % {"day": day}
    if "received_on" in held:
        day = spoken.day(date.fromisoformat(held["received_on"]), today=today)
        return _("Received on %(day)s, written down later.") % {"day": day}
    if "confirmed_on" not in held:
        return ""
    day = spoken.day(date.fromisoformat(held["confirmed_on"]), today=today)
    who, how = dict(case_forms.CONFIRMED_BY), dict(case_forms.CONFIRMED_HOW)
    return " · ".join((str(who[held["confirmed_by"]]), day, str(how[held["confirmed_how"]])))


def line_words(verb: str, held: Mapping[str, Any], *, today: date) -> str:
    """What the facts of a line of the record say to an officer, beside what happened."""
    if verb in ("call_back", "no_answer"):
        return str(dict(case_forms.CALLED).get(held.get("with", ""), ""))
    if verb in SESSIONS:
        return session_words(held, today=today)
    if words := outside_words(verb, held, today=today):
        return words
    if verb == "urge":
        return _urged(held, today)
    return _plain_words(verb, held) or word_words(held, today=today)


def _plain_words(verb: str, held: Mapping[str, Any]) -> str:
    """Those that name no day."""
    if verb == "correct":
        return "\n".join(_corrected(name, held) for name in held["now"])
    if verb == mandates.VERB:
        return str(dict(mandates.WAYS).get(held.get("way", ""), ""))
    if "begun_at" in held:
        return _("Begun at the QR of %(body)s.") % {"body": _body_name(held["begun_at"])}
    return _body_name(held["to"]) if verb == leads.NAME else ""


def _urged(held: Mapping[str, Any], today: date) -> str:
    day = spoken.day(date.fromisoformat(held["due_on"]), today=today)
    about = f"{NAMES.get(held['clock'], held['clock'])} · " + _("due %(day)s") % {"day": day}
    if held["told"]:
        told = ngettext("%(n)s person was told by SMS.", "%(n)s people were told by SMS.", held["told"])
        return f"{about}\n{told % {'n': held['told']}}"
    return about + "\n" + _("No mobile phone is known of anybody there: please call.")


def outside_words(verb: str, held: Mapping[str, Any], *, today: date) -> str:
    """The same for all readers: which body helps; which court or commission, and what became of it."""
    if verb in proceedings.BY_VERB:
        return proceedings.line_words(verb, held, today=today)
    if verb not in life.HELPS:
        return ""
    asked = _body_name(held["asked"])
    if verb == "ask_help":
        return _("%(body)s asks %(other)s for help.") % {"body": _body_name(held["from"]), "other": asked}
    return asked


def _body_name(key: str) -> str:
    body = tree().by_key.get(key)
    return local_words.in_script(body.name) if body else ""


SESSIONS = ("plan_session", "move_session", "cancel_session")


def session_words(held: Mapping[str, Any], *, today: date) -> str:
    """When and how an appointment is, from the facts of its event."""
    starts = datetime.fromisoformat(held["starts_at"])
    how = dict(Appointment.Kind.choices).get(held["kind"], "")
    return f"{spoken.day(starts.date(), today=today)} {starts:%H:%M} · {how}"


CORRECTED: dict[str, Promise | str] = {
    "category": gettext_lazy("What was bought"),
    "nature": gettext_lazy("What is wrong with it"),
    "price_fen": gettext_lazy("Price"),
    "asked_fen": gettext_lazy("Sum asked for"),
    "bought": gettext_lazy("How it was bought"),
    "bought_on": gettext_lazy("Bought on"),
    "origin": gettext_lazy("How it came in"),
}


def _corrected(name: str, held: Mapping[str, Any]) -> str:
    was, now = (_value_words(name, held[side][name]) or _("not known") for side in ("was", "now"))
    return f"{CORRECTED[name]}{_(': ')}{was} → {now}"


def _value_words(name: str, value: Any) -> str:
    if name.endswith("_fen"):
        return money_words(value)
    if name in ("category", "nature"):
        return local_words.said(kinds.BY_CODE[value]) if value in kinds.BY_CODE else ""
    labels = {"bought": Case.Bought.choices, "origin": Case.Origin.choices}.get(name, [])
    return str(dict(labels).get(value, value or ""))


def _received(case: Case, today: date) -> str:
    return " · ".join(filter(None, (received_at(case, today), str(case.get_origin_display()))))


def received_at(case: Case, today: date) -> str:
    """When it came in; of a letter that was written down later, the day alone is known."""
    if case.submitted_at is None:
        return ""
    local = case.submitted_at.astimezone(ZONE)
    if case.origin in WRITTEN and local.time() == time.min:
        return spoken.day(local.date(), today=today)
    return spoken.moment(local, today=today)
