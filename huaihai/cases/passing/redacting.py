"""What of a case leaves for another alliance: what it needs to go on, in Chinese; and the list of what stays."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.cases import case_facts, life, mandates
from huaihai.cases.models import Case, Consent, Evidence
from huaihai.cases.papers.facts import CHINESE
from huaihai.cases.passing import threads
from huaihai.cases.passport import rules
from huaihai.cases.passport.bad import Bad
from huaihai.cases.passport.shape import MOMENT
from huaihai.kit.clock import local_day
from huaihai.kit.text import masking
from huaihai.law import credit_code, remedies
from huaihai.law.errors import LawError
from huaihai.law.limits import Unit
from huaihai.members.models import Organisation
from huaihai.record import clocks as record_clocks
from huaihai.record import events
from huaihai.record.models import Clock

SHORT, LONG = 200, 10_000
MOST_STEPS = 500
LARGEST_FILE = 20 << 20  # bytes; what is larger goes another way
SUMS: Final = (remedies.REFUND.code, remedies.COMPENSATION.code)
COUNTED: Final = {
    Unit.WORKING_DAYS.value: "working-days",
    Unit.DAYS.value: "days",
    Unit.HOURS.value: "hours",
    Unit.MONTHS.value: "months",
    Unit.YEARS.value: "years",
}
OWNERS: Final = {"supplement": life.CONSUMER} | dict.fromkeys(
    ("first_reply", "silence", "negotiate", "fulfil"), life.BUSINESS
)
STANDING: Final = {"received": "received", "deciding": "received"}
ALWAYS_OUT: Final = ("identity", "words", "papers")


def office(body: Organisation) -> dict[str, Any]:
    """A body of ours, as the other side calls it."""
    return _known(name=body.name[:SHORT], telephone=body.phone_to_call[:SHORT])


def case(row: Case, *, consent: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """The case as the other side reads it: since it was filed first, wherever that was."""
    with translation.override(CHINESE):
        today, was = local_day(at), _came_with(row)
        filed_on = _day(row.submitted_at or row.created_at)
        given = {one["sha256"]: one for one in was.get("evidence", ())}
        law, clocks = _clocks(row, today)
        person, files = row.complainant, list(_files(row))
        consumer = _known(name=_line(person.name), telephone=_line(person.phone)) | {"language": "zh"}
        out = [_out("consumer-address", "not-needed" if person.address else "not-given")]
        out += [
            _out(f"consumer-{name}", "not-given") for name in ("name", "telephone") if name not in consumer
        ]
        out += [_out(name, "not-needed") for name in ALWAYS_OUT]
        out += [_left(one) for one in _left_files(row, files)]
        body = row.responsible or row.home
        return {
            "number": row.number or "",
            "office": office(body) if body else {},
            "filed_on": min(filed_on, was.get("filed_on", filed_on)),
            "standing": STANDING[row.stage],
            "consumer": consumer,
            "business": _business(row),
            "story": _masked(row.story)[:LONG] or row.title,
            "asks": list(_asks(row)),
            "consent": dict(consent),
            "steps": _in_order([*was.get("steps", ()), *_steps(row, filed_on)], today),
            "clocks": clocks,
            "law": law,
            "evidence": [given.get(one.sha256, _file(one)) for one in files],
            "left_out": out,
        } | _known(paid_fen=row.price_fen)


def clocks_since(row: Case, law: Iterable[Mapping[str, Any]], *, at: datetime) -> dict[str, Any]:
    """How the time limits stand at the deed, and the articles among theirs that the offer did not name."""
    with translation.override(CHINESE):
        ids = {one["name"]: one["id"] for one in law}
        articles, clocks = _clocks(row, local_day(at))
        new = [one | {"id": f"since-{one['id']}"} for one in articles if one["name"] not in ids]
        ids |= {one["name"]: one["id"] for one in new}
        names = {one["id"]: one["name"] for one in articles}
        clocks = [one | {"article": ids[names[one["article"]]]} for one in clocks]
        return {"clocks": clocks} | ({"law": new} if new else {})


def files_since(row: Case, listed: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Files that came after the offer."""
    known = {one["sha256"] for one in listed}
    return [_file(one) for one in _files(row) if one.sha256 not in known]


def _business(row: Case) -> dict[str, Any]:
    stated, held, place = row.stated_business, row.business, row.place
    name = (held.name if held else "") or stated.get("name") or stated.get("sign") or ""
    code = ((held.credit_code or "") if held else "") or stated.get("code") or ""
    try:
        code = credit_code.check(code).text if code else ""
    except LawError:
        code = ""
    return {"name": _line(name) or "（没有名称）"} | _known(
        credit_code=code,
        telephone=_line((place.phone if place else "") or stated.get("phone", "")),
        address=_line((place.address if place else "") or stated.get("address", "")),
    )


def _asks(row: Case) -> Iterable[dict[str, Any]]:
    paid = next((one for one in row.remedies if one in SUMS), "")
    for one in row.remedies or [remedies.COMPENSATION.code]:
        yield {"remedy": one} | _known(fen=row.asked_fen if one == paid else None)


def _came_with(row: Case) -> Mapping[str, Any]:
    """The case as another alliance handed it over to us, if one did."""
    rows = row.passages.exclude(came_at=None).select_related("peer")
    passage = None if row.has_no("passages") else rows.order_by("-came_at").first()
    if passage is None:
        return {}
    thread = threads.read(passage).thread
    deeds = [one for one in thread.chains.get(thread.other, ()) if one.kind == "deed"]
    found: Mapping[str, Any] = next(one for one in thread if one.id == deeds[-1].of).body["case"]
    return found


def _in_order(steps: list[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    """By their days, each once, and none of a day to come."""
    once = [
        one for place, one in enumerate(steps) if one not in steps[:place] and one["on"] <= today.isoformat()
    ]
    return sorted(once, key=lambda one: one["on"])[-MOST_STEPS:]


def _steps(row: Case, filed_on: str) -> Iterable[dict[str, Any]]:
    """What was bought and agreed to has no place of its own in the format."""
    how = row.get_bought_display() if row.bought else ""
    if row.bought_on or how:
        on = row.bought_on.isoformat() if row.bought_on else filed_on
        words = _("Bought %(how)s") if row.bought_on else _("Bought %(how)s, day not known")
        yield _step(on, life.CONSUMER, words % {"how": how} if how else _("Bought"))
    for one in row.consents.filter(purpose=Consent.Purpose.BUSINESS).order_by("given_at"):
        words = _("Agreed that the business may read the complaint")
        yield _step(_day(one.given_at), life.CONSUMER, words)
        if one.withdrawn_at:
            words = _("Withdrew the consent that the business may read the complaint")
            yield _step(_day(one.withdrawn_at), life.CONSUMER, words)
    for event in events.all_of(row.record_key):
        verb = life.VERBS.get(event.verb)
        if verb and life.CONSUMER in verb.told and event.verb not in life.WRITES:
            yield _step(_day(event.at), _party(event.by), str(verb.done))


def _step(on: str, by: str, words: str) -> dict[str, Any]:
    return {"on": on, "by": by, "words": words}


def _party(by: str) -> str:
    kind = by.partition(":")[0]
    return (
        kind if kind in (life.CONSUMER, life.BUSINESS) else life.CONSUMER if kind == "public" else life.BODY
    )


def _files(row: Case) -> Iterable[Evidence]:
    return (
        one
        for one in row.evidence.all()
        if mandates.paper_name() not in one.name and one.size <= LARGEST_FILE
    )


def _left_files(row: Case, files: list[Evidence]) -> Iterable[Evidence]:
    kept = {one.pk for one in files}
    return (one for one in row.evidence.all() if one.pk not in kept)


def _left(one: Evidence) -> dict[str, Any]:
    """A file that stays, and why."""
    if one.size > LARGEST_FILE:
        return _out("evidence", "other") | {"sha256": one.sha256, "words": "文件太大，另行提供"}
    return _out("evidence", "not-needed") | {"sha256": one.sha256}


def _file(one: Evidence) -> dict[str, Any]:
    return {
        "sha256": one.sha256,
        "size": one.size,
        "kind": one.kind,
        "name": _line(_masked(one.name)) or "文件",
        "given_by": one.party if one.party in (life.CONSUMER, life.BUSINESS) else life.BODY,
        "given_on": _day(one.added_at),
    }


def _clocks(row: Case, today: date) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The articles that time limits rest on, and the time limits: facts, with their law."""
    law: dict[str, dict[str, Any]] = {}
    found = []
    for clock in record_clocks.all_of(row.record_key):
        name = _line(clock.article or clock.limit_name)
        began = _day(clock.started_at)
        one = _clock(clock, today)
        try:
            rules.clocks([one], today.isoformat(), "")  # type: ignore[list-item] # as dictionaries
        except Bad:
            continue  # days that were set right by hand
        article = law.setdefault(name, {"id": f"l{len(law) + 1}", "name": name, "text_on": began})
        found.append(one | {"article": article["id"]})
    return list(law.values()), found


def _clock(clock: Clock, today: date) -> dict[str, Any]:
    is_fixed = clock.limit_name == record_clocks.FIXED or clock.unit not in COUNTED or clock.number == 0
    is_hours = clock.due_at is not None and not is_fixed
    due_at = clock.due_at if is_hours else None
    ended = _day(clock.ended_at) if clock.ended_at else None
    late = "expired" if clock.due_on < today else "running"
    return {
        "what": str(case_facts.NAMES.get(clock.name, clock.name)),
        "owner": OWNERS.get(clock.name, life.BODY),
        "article": "",
        "number": 0 if is_fixed else clock.number,
        "counted": "fixed" if is_fixed else COUNTED[clock.unit],
        "calendar": "cn",
        "began_on": _day(clock.started_at),
        "due_on": clock.due_on.isoformat(),
        "state": "met" if ended else "paused" if clock.is_paused else late,
        "pauses": [
            {"from_on": one.from_on.isoformat(), "words": "中止计时"}
            | _known(until_on=one.until_on.isoformat() if one.until_on else "")
            for one in clock.pauses.all()
        ],
    } | _known(ended_on=ended, due_at=due_at.astimezone(UTC).strftime(MOMENT) if due_at else None)


def _out(what: str, why: str) -> dict[str, Any]:
    return {"what": what, "why": why}


def _day(at: datetime) -> str:
    return local_day(at).isoformat()


def _masked(text: str) -> str:
    return masking.mask(text).text


def _line(text: str) -> str:
    """On one line, and not too long."""
    return " ".join(str(text).split())[:SHORT]


def _known(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "")}
