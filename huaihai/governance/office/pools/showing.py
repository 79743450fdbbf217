"""Rows for the pools' pages."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.governance.models import PoolEntry, PoolHours, PoolRequest
from huaihai.governance.models.pools.lives import Kind, Stage, State
from huaihai.governance.office.pools import wording
from huaihai.kit import local_words, spoken


def entry_row(entry: PoolEntry) -> dict[str, Any]:
    """One line of the search. Needs `body`, `skills` and `half_days` loaded."""
    return {
        "entry": entry,
        "body": local_words.in_script(entry.body.short_name),
        "skills": wording.skills_words(entry),
        "week": wording.week_words(entry),
        "tone": wording.STATE_TONES[entry.state],
    }


def entry_facts(entry: PoolEntry, *, today: date) -> list[dict[str, str]]:
    """What every body reads of an entry."""
    cities = [local_words.place(city.place_name) for city in entry.serves.all()]
    rows = [
        (_("Offered by"), local_words.in_script(entry.body.name)),
        (_("Fields"), wording.skills_words(entry)),
        (_("Languages and dialects"), entry.languages),
        (_("Works in"), pgettext("list", ", ").join(cities) or _("all cities")),
        (_("Usually free on"), wording.week_words(entry)),
    ]
    if entry.kind == Kind.LABORATORY:
        rows += [
            (_("Unified social credit code"), entry.credit_code),
            ("CMA", _accreditation(entry.cma_number, entry.cma_until_on, today)),
            ("CNAS", _accreditation(entry.cnas_number, entry.cnas_until_on, today)),
        ]
    rows.append((_("Consent given on"), spoken.full_day(entry.consented_on)))
    return [{"label": label, "value": value} for label, value in rows if value]


def conflict_rows(entry: PoolEntry, *, in_full: bool, today: date) -> list[dict[str, Any]]:
    """The interests that hold today or later: with whom for the own body, and for others that there are some."""
    return [
        {
            "conflict": conflict,
            "words": wording.conflict_words(conflict) if in_full else "",
            "note": conflict.note if in_full else "",
            "is_open": conflict.until_on is None,
        }
        for conflict in entry.conflicts.all()
        if conflict.until_on is None or conflict.until_on >= today
    ]


def request_row(request: PoolRequest) -> dict[str, Any]:
    """One line of a list of requests. Needs `asked_by` and `entry__body` loaded."""
    return {
        "request": request,
        "who": request.entry.shown_as if request.entry else str(request.get_kind_display()),
        "skill": wording.skill_word(request.skill) if request.skill else "",
        "asked_by": local_words.in_script(request.asked_by.short_name),
        "giver": local_words.in_script(request.entry.body.short_name) if request.entry else "",
        "tone": wording.STAGE_TONES.get(request.stage, "calm"),
    }


def request_facts(request: PoolRequest, *, is_party: bool, today: date) -> list[dict[str, Any]]:
    """What a request says. Purpose, business and answers are for its two bodies."""
    time = {
        "from": spoken.day(request.from_on, today=today),
        "until": spoken.day(request.until_on, today=today),
        "n": request.half_days,
    }
    rows: list[tuple[str, str, bool]] = [
        (_("Asked by"), local_words.in_script(request.asked_by.name), False),
        (_("Whom"), str(request.get_kind_display()), False),
        (_("Field"), wording.skill_word(request.skill) if request.skill else "", False),
        (_("When"), _("%(from)s to %(until)s, %(n)s half days") % time, False),
        (_("Trade"), wording.skill_word(request.trade) if request.trade else "", False),
    ]
    if is_party:
        rows += [
            (_("Business"), " · ".join(filter(None, [request.business_name, request.credit_code])), False),
            (_("What it is for"), request.purpose, True),
            (_("Why it can still be done"), request.despite, True),
            (_("Reason given"), request.answer or _fallen_away(request), True),
        ]
    elif request.names_a_business:
        rows.append((_("Business"), _("named; it is compared with the declared interests"), False))
    return [{"label": label, "value": value, "is_text": is_text} for label, value, is_text in rows if value]


def line_row(line: PoolHours) -> dict[str, Any]:
    """One line of hours, with `answer` loaded."""
    answer = getattr(line, "answer", None)
    if answer is None:
        state, tone = _("waits for an answer"), "warn"
    elif answer.is_confirmed:
        state, tone = pgettext("pool hours", "confirmed"), "ok"
    else:
        state, tone = pgettext("pool hours", "refused"), "late"
    return {
        "line": line,
        "time": wording.minutes_words(line.minutes),
        "state": state,
        "tone": tone,
        "is_waiting": answer is None,
        "is_counted": answer is not None and answer.is_confirmed,
        "reason": answer.reason if answer is not None else "",
    }


def _fallen_away(request: PoolRequest) -> str:
    is_gone = request.entry is not None and request.entry.state == State.WITHDRAWN
    if not is_gone or request.stage != Stage.DECLINED:
        return ""
    return _("It is no longer lent: the consent was withdrawn.")


def _accreditation(number: str, until_on: date | None, today: date) -> str:
    if not number or until_on is None:
        return ""
    told = {"number": number, "day": spoken.full_day(until_on)}
    return (
        _("%(number)s, valid until %(day)s") if until_on >= today else _("%(number)s, ended on %(day)s")
    ) % told
