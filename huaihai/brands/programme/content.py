"""What counts on a day, in the forms in which it is read: criteria, and the facts of basis and criteria."""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from huaihai.brands import standing
from huaihai.brands.assessing import sheet
from huaihai.brands.models import Basis, CriteriaVersion
from huaihai.brands.scoring import criteria
from huaihai.brands.scoring.criteria import Criteria
from huaihai.brands.scoring.names import FORMAT
from huaihai.kit import local_words

SUGGESTED: Final = Path(__file__).resolve().parents[1] / "data" / "criteria.json"


def current(on: date) -> tuple[CriteriaVersion, Criteria] | None:
    """The criteria that the alliance has adopted and that count on this day; None before the first."""
    version = standing.criteria_on(on)
    return None if version is None else (version, criteria_of(version))


def criteria_of(version: CriteriaVersion) -> Criteria:
    """What a version says. It was checked before it was fixed; the newest two hundred are kept read."""
    return _parsed(version.content_hash, json.dumps(version.content))


def suggested() -> dict[str, Any]:
    """The content that is shipped: a first proposal, to be confirmed by the alliance."""
    read: dict[str, Any] = json.loads(SUGGESTED.read_text(encoding="utf-8"))
    return read


def base() -> dict[str, Any]:
    """What a new version starts from: the newest one, or the proposal that is shipped."""
    newest = CriteriaVersion.objects.order_by("number").last()
    return suggested() if newest is None else _in_newest_format(newest.content)


def criteria_facts(version: CriteriaVersion) -> dict[str, Any]:
    """The version as the published file names it."""
    return {"number": version.number, "hash": version.content_hash, "content": version.content}


def basis_facts(basis: Basis) -> dict[str, Any]:
    """The basis as the published file names it."""
    return {
        "kind": basis.kind,
        "title": basis.title,
        "number": basis.number,
        "authority": basis.authority,
        "from": basis.from_on.isoformat(),
        "until": basis.until_on.isoformat() if basis.until_on else None,
        "source": basis.source,
    }


def name_of(said: Mapping[str, str]) -> str:
    """A text of the criteria in the reader's language."""
    return local_words.either(zh=said.get("zh", ""), en=said.get("en", ""))


def _in_newest_format(held: dict[str, Any]) -> dict[str, Any]:
    """The same criteria, with the rule of differences where the first format asked how far two assessors agree."""
    if held["format"] == FORMAT:
        return held
    admission = {name: value for name, value in held["admission"].items() if name != "agreement"}
    return held | {
        "format": FORMAT,
        "admission": admission | {"apart": str(sheet.current().third_when_apart)},
    }


@lru_cache(maxsize=200)
def _parsed(_hash: str, content: str) -> Criteria:
    return criteria.parse(json.loads(content))
