"""For every address a row that it leads to, one of each stage; and to whom that row belongs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from huaihai.businesses.models import Business
from huaihai.cases.models import Case
from huaihai.members.models import Organisation
from tests.matrix import rows, rules
from tests.matrix.addresses import Address
from tests.matrix.people import Relation

BODIES = [
    "body",
    "city",
    "lead",
    "proposed_by",
    "convened_by",
    "owner",
    "organisation",
    "publisher",
    "handed_for",
    "to_body",
    "from_body",
    "home",
]
BUSINESSES = ["business", "owner", "principal", "agent"]
ABOVE = [
    "case",
    "entry",
    "project",
    "publication",
    "plan",
    "meeting",
    "motion",
    "fund",
    "claim",
    "enrolment",
    "connection",
    "place",
    "poster",
    "pledge",
    "offer",
    "version",
    "programme",
    "batch",
    "round",
    "release",
    "paper",
    "laboratory",
    "link",
    "report",
    "proceeding",
    "notice",
    "draw",
    "membership",
    "resolution",
]
# What an address names of a case, whatever its row is.
OF_CASES: dict[str, rows.Make] = {
    "case_id": lambda row: rows.of_case(row).pk,
    "evidence_id": lambda row: rows.evidence(rows.of_case(row)).pk,
    "paper_id": lambda row: rows.paper(rows.of_case(row)).pk,
    "scan_id": lambda row: rows.scan(rows.of_case(row)).pk,
    "letter_id": lambda row: rows.letter(rows.of_case(row)).pk,
    "sheet_id": lambda row: rows.sheet(rows.of_case(row)).pk,
}
THE_ROW = {"pk", "business", "place", "project"}


@dataclass(frozen=True)
class Example:
    """One row, as an address has to name it."""

    row: Any
    parts: dict[str, rows.Make]

    @property
    def stage(self) -> str:
        """By which word the table calls the row."""
        if self.row is None:
            return "-"
        return stage_of(self.row) or self.row._meta.model_name

    @property
    def relation(self) -> Relation:
        return relation_of(self.row)

    @property
    def version(self) -> str:
        return str(getattr(self.row, "version", 0) or 0)

    def values(self, address: Address) -> dict[str, Any]:
        found = {}
        for name in address.parts:
            if name == "noun" and address.noun:
                continue
            make = self.parts.get(name) or OF_CASES.get(name)
            is_of_row = name in THE_ROW or name.endswith("_id")
            assert make or is_of_row, f"{address.key}: say in tests/matrix/rules/ what {name} is"
            found[name] = make(self.row) if make else self.row.pk
        return found


def stage_of(row: Any) -> str:
    return str(getattr(row, "stage", "") or getattr(row, "state", ""))


def relation_of(row: Any, depth: int = 4) -> Relation:
    """Read from the row, or from what it belongs to."""
    if row is None or not depth:
        return Relation()
    if isinstance(row, Case):
        lead = row.lead or row.home
        partner = row.home if row.home != lead else None
        county = row.responsible if row.responsible and row.responsible.kind == "county" else None
        return Relation(lead and lead.city, partner, county, row.business, row)
    city = _first(row, BODIES, Organisation)
    business = row if isinstance(row, Business) else _first(row, BUSINESSES, Business)
    above = next(
        (relation_of(held, depth - 1) for name in ABOVE if (held := _part(row, name)) is not None), Relation()
    )
    code = str(getattr(row, "region_code", None) or "")
    if city is None and code:
        city = Organisation.objects.filter(kind="city", region_code=f"{code[:4]}00").first()
    own = (city.city or None) if city is not None else None
    return Relation(
        own or above.city,
        above.partner if own in (None, above.city) else above.city,
        above.county if own in (None, above.city) else None,
        business or above.business,
        above.case,
    )


def _first(row: Any, names: Iterable[str], kind: type[Any]) -> Any:
    return next((held for name in names if isinstance(held := _part(row, name), kind)), None)


def _part(row: Any, name: str) -> Any:
    held: Any = getattr(row, name, None)
    return held if isinstance(held, models.Model) else None


def of(address: Address) -> Iterator[Example]:
    """Those to choose from."""
    rule = rules.of(address.key)
    for row in rule.rows():
        yield Example(row, rule.parts)
