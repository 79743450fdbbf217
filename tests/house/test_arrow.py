"""What the import checker cannot see of the arrow between the rooms, and names that no room may use."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.db.models import Field

from huaihai import alliance

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "huaihai"
DRAWERS = {"utils", "helpers", "services", "common", "misc", "base_models"}


def rooms() -> list[str]:
    """The rooms from the top to the bottom, as the import contract has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(contract["layers"] for contract in contracts["contracts"] if contract["id"] == "arrow")
    return [layer.strip("()") for layer in layers]


def foreign_keys() -> list[tuple[str, str, str]]:
    """(field, its room, the room it points to) of every relation between two rooms."""
    found = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if not isinstance(field, Field) or not field.is_relation or field.related_model is None:
                continue
            here, there = (room_of(kind.__module__) for kind in (model, field.related_model))
            if here and there and here != there:
                found.append((f"{model.__name__}.{field.name}", here, there))
    return found


def room_of(module: str) -> str | None:
    package, _, rest = module.partition(".")
    return rest.split(".")[0] if package == "huaihai" else None


def test_the_contract_has_all_fifteen_rooms() -> None:
    assert len(rooms()) == len(set(rooms())) == 15


def test_foreign_keys_follow_the_arrow() -> None:
    order = rooms()
    assert foreign_keys()
    upward = [key for key in foreign_keys() if order.index(key[1]) > order.index(key[2])]
    assert not upward


def test_the_record_points_to_no_other_room() -> None:
    assert not [key for key in foreign_keys() if key[1] == "record"]


def test_no_room_names_a_city() -> None:
    names = {city.name for city in alliance.load(alliance.DEFAULT_FOLDER).cities}
    assert len(names) == 10
    naming = [
        f"{path.relative_to(ROOT)}:{number}: {name}"
        for path in texts_of_rooms()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for name in names
        if name in line
    ]
    assert not naming


def texts_of_rooms() -> list[Path]:
    endings = {".py", ".html", ".txt", ".po", ".css", ".js", ".svg", ".md"}
    return [
        path
        for path in PACKAGE.rglob("*")
        if path.suffix in endings
        and not {"tests", "migrations", "data"} & set(path.relative_to(PACKAGE).parts)
    ]


def test_no_drawer_where_everything_ends_up() -> None:
    assert not [str(path.relative_to(ROOT)) for path in PACKAGE.rglob("*.py") if path.stem in DRAWERS]
