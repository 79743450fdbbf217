"""The dossier of an entry: all that the alliance votes on, as canonical JSON with its hash. Nothing in it is personal.

Facts and basis stand as they were on the day on which it was put together; everything else is read from sealed rows, so
that the same dossier can be built again and compared (docs/guides/admission-dossier.md).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from huaihai.brands import standing
from huaihai.brands.entering import eligibility
from huaihai.brands.evidence.measures import measures
from huaihai.brands.models import AdmissionDossier, Entry, Notice, NoticeObjection, Proceeding
from huaihai.desk import hearing
from huaihai.kit import local_words
from huaihai.kit.canonical import digest
from huaihai.kit.clock import local_day

FORMAT = "huaihai-brands-dossier-1"
GRAVE = ("suspend", "hear")  # what a trigger does that a holder would not keep the mark through


def made(notice: Notice, on: date) -> dict[str, Any]:
    """The dossier as it is put together on this day."""
    basis = standing.basis_on(on)
    told = (
        {}
        if basis is None
        else {
            "title": basis.title,
            "number": basis.number,
            "authority": basis.authority,
            "source": basis.source,
        }
    )
    found = [one.as_json() for one in eligibility.facts(notice.entry, on)]
    return {**_content(notice, basis=told, facts=found, on=on.isoformat()), "is_demo": settings.DEMO}


def again(held: AdmissionDossier) -> dict[str, Any]:
    """The same dossier out of the rows as they are now."""
    kept = held.content
    marked = {name: kept[name] for name in ("is_demo",) if name in kept}  # a name that early ones have not
    return {**_content(held.notice, basis=kept["basis"], facts=kept["facts"], on=kept["on"]), **marked}


def newest(entry: Entry) -> AdmissionDossier | None:
    """The entry's newest dossier."""
    rows = AdmissionDossier.objects.filter(entry=entry)
    found: AdmissionDossier | None = rows.select_related("notice__round").order_by("-at", "-pk").first()
    return found


def _content(
    notice: Notice, *, basis: Mapping[str, Any], facts: Sequence[Mapping[str, Any]], on: str
) -> dict[str, Any]:
    held, snapshot = notice.round, notice.snapshot
    criteria = snapshot.criteria or held.criteria
    return {
        "format": FORMAT,
        "on": on,
        "renews": held.renews,
        "entry": _entry(notice.entry),
        "basis": dict(basis),
        "criteria": {"number": criteria.number, "sha256": criteria.content_hash},
        "facts": list(facts),
        "snapshot": {
            "sha256": snapshot.sha256,
            "as_of": snapshot.as_of.isoformat(),
            "evidence": snapshot.evidence,
            "score": snapshot.result,
        },
        "assessment": {
            "sheet": {"version": held.sheet_version, "sha256": held.sheet_hash},
            "result": held.result,
            "given": _given(notice),
        },
        "notice": {
            "from": notice.from_on.isoformat(),
            "until": hearing.last_day(notice).isoformat(),
            "working_days": notice.working_days,
        },
        "objections": [_objection(row) for row in notice.objections.order_by("at", "pk")],
    }


def _entry(entry: Entry) -> dict[str, str]:
    place = entry.place
    return {
        "number": entry.number,
        "kind": entry.kind,
        "name": entry.name,
        "what": entry.what,
        "origin": entry.origin,
        "business": entry.business.name,
        "credit_code": entry.business.credit_code or "",
        "sign": place.sign if place else "",
        "address": place.address if place else "",
        "city": entry.body.key,
    }


def _given(notice: Notice) -> list[dict[str, Any]]:
    """Points and reasons of each assessor, in an order that tells nothing about who it was."""
    rows = notice.round.assessments.filter(seat__state="done")
    return sorted(({"points": row.points, "reasons": row.reasons} for row in rows), key=digest)


def _objection(row: NoticeObjection) -> dict[str, str]:
    return {
        "number": row.number,
        "received": local_day(row.at).isoformat(),
        "outcome": row.state,
        "reasons": row.reasons,
        "decided": local_day(row.decided_at).isoformat() if row.decided_at else "",
    }


def hindrances(entry: Entry, on: date) -> list[str]:
    """Each in a sentence, in the reader's language; none: nothing stands against it."""
    found = [f"{one.name}: {one.text}" for one in eligibility.blocking(eligibility.facts(entry, on))]
    if Proceeding.objects.filter(entry=entry, ended_at=None, kind__in=["suspend", "remove"]).exists():
        found.append(_("A proceeding about its conduct is open."))
    return found + [
        _("A written trigger is met: %(name)s.") % {"name": name} for name in grave_triggers(entry, on)
    ]


def grave_triggers(entry: Entry, on: date) -> list[str]:
    """The names of the triggers that would suspend a holder, or have it heard, on this day."""
    version = standing.criteria_on(on)
    if version is None:
        return []
    asked = [
        one
        for one in version.content.get("triggers", ())
        if one["does"] in GRAVE and one.get("at_least") is not None
    ]
    by_span: dict[int, Mapping[str, int | Fraction]] = {
        months: measures(entry, as_of=on, within_months=months)
        for months in {int(one["within_months"]) for one in asked}
    }
    return [
        local_words.either(**one["name"])
        for one in asked
        if (found := by_span[int(one["within_months"])].get(one["measure"])) is not None
        and Fraction(found) >= Fraction(one["at_least"])
    ]
