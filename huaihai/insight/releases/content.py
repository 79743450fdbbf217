"""The files of a release: canonical JSON, the same cells as CSV, and the codebook with every name and code."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai import alliance
from huaihai.insight.axes import Axis, Outcome
from huaihai.insight.disclosure.rules import NARROWEST, THRESHOLD
from huaihai.insight.releases.tables import SCHEMA, TABLES
from huaihai.insight.statistics import keys
from huaihai.kit.canonical import canonical, digest

COLUMNS = ("axis", "period", "place", "key", "measure", "value")
type Line = Sequence[str | int | None]


def csv_of(lines: Iterable[Line]) -> bytes:
    """The cells as CSV (RFC 4180, UTF-8, lines end in LF); an empty value is withheld."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(lines)
    return written.getvalue().encode()


def file_of(
    *,
    number: int,
    made_on: date,
    received_through: date,
    outcomes_through: date | None,
    previous: str,
    lines: Sequence[Line],
    csv_hash: str,
    tables: Sequence[Line],
    corrections: Sequence[Mapping[str, Any]],
    is_demo: bool,
) -> bytes:
    """The JSON file, as it is hashed and signed. `lines` are the standing cells, sorted."""
    return canonical(
        {
            "schema": SCHEMA,
            "number": number,
            "made_on": made_on.isoformat(),
            "is_demo": is_demo,
            "received_through": f"{received_through:%Y-%m}",
            "outcomes_through": f"{outcomes_through:%Y-%m}" if outcomes_through else None,
            "previous": previous or None,
            "csv_sha256": csv_hash,
            "places": places(),
            "disclosure": {"threshold": THRESHOLD, "threshold_with_parts": NARROWEST, "narrowest": NARROWEST},
            "tables": [list(line) for line in tables],
            "columns": list(COLUMNS),
            "cells": [list(line) for line in lines],
            "corrections": list(corrections),
        }
    )


def places() -> dict[str, dict[str, Any]]:
    """Every place of the files: name, residents (None: not known), and of a county its city."""
    found: dict[str, dict[str, Any]] = {}
    for city in alliance.load().cities:
        found[city.code] = {"name": city.name, "population": city.population}
        for county in city.counties:
            found[county.code] = {"name": county.name, "city": city.code, "population": None}
    return found


def tables() -> list[dict[str, Any]]:
    """The published set, for the codebook."""
    return [
        {
            "table": table.name,
            "axis": table.axis.value,
            "period": table.grain.value,
            "measures": list(table.measures),
            "places": [rung for rung in table.rungs if rung != "none"],
            "days_after": 90 if table.is_late else 1,
        }
        for table in TABLES
    ]


NAMED = (Axis.CATEGORY, Axis.NATURE, Axis.CHANNEL, Axis.REMEDY, Axis.AMOUNT, Axis.DAYS)


def groups() -> dict[str, dict[str, str]]:
    """Group → code → name: axes, measures, then the keys of each axis."""
    found = {
        "axis": {Axis.ALL.value: keys.name(Axis.ALL, "all")}
        | {axis.value: str(keys.COLUMN[axis]) for axis in NAMED},
        "measure": measures(),
    }
    for axis in NAMED:
        found[axis.value] = {key: keys.name(axis, key) for key in keys.keys(axis)}
    return found


def measures() -> dict[str, str]:
    """What is counted."""
    return {
        "received": _("complaints received from consumers who live there"),
        **{outcome.value: str(keys.OUTCOMES[outcome]) for outcome in Outcome},
        "recovered_fen": _("money that consumers confirmed they got back, in fen"),
        "called": _("unknown ones drawn by lot and called back"),
        "reached": _("of these, consumers who answered"),
        "solved": _("of these, those who said that all of it was done"),
        "estimated": _("unknown ones that were probably solved"),
        "estimated_low": pgettext("measure", "the same, at least (95%)"),
        "estimated_high": pgettext("measure", "the same, at most (95%)"),
    }


LANGUAGES = ("zh-hans", "en")


def content_in(language: str) -> dict[str, dict[str, str]]:
    """Names of axes, measures and codes in one language."""
    with translation.override(language):
        return {group: {code: str(name) for code, name in found.items()} for group, found in groups().items()}


def codebook() -> dict[str, Any]:
    """The whole codebook, as plain data."""
    names = {language: content_in(language) for language in LANGUAGES}
    return {
        "schema": SCHEMA,
        "columns": list(COLUMNS),
        "threshold": THRESHOLD,
        "threshold_with_parts": NARROWEST,
        "narrowest": NARROWEST,
        "money": "fen",
        "tables": tables(),
        "places": places(),
        "names": names,
    }


def tag_of(told: Any) -> str:
    """A short hash of a document."""
    return digest(told)[:32]
