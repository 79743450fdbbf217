"""No room names an address of a room above it, as the import checker cannot see: neither its name nor its path."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.urls import Resolver404, URLPattern, URLResolver, resolve

from tests.house.test_arrow import PACKAGE, room_of, rooms

ASKS = {"reverse", "reverse_lazy", "redirect", "resolve_url"}
IN_TEMPLATE = re.compile(r"\{%\s*url\s+[\"']([^\"']+)[\"']")
PATH_IN_TEMPLATE = re.compile(r"""(?:href|action|src)=["'](/[a-z][^"'{}?#]*)""")

# The doors of the whole site, which stand on pages of every room.
DOORS = frozenset(
    {"home", "about", "privacy", "preferences", "bodies", "body", "sign-in", "account_logout", "track"}
    | {"file-start", "file-at-place", "file-paper-at-body", "file-poster"}
    | {"look-seal", "look-colour", "look-card"}  # of every page
    | {"genuine-paper"}  # to which the square of every paper and letter leads
)
# What is still named: each with the reason.
STILL = {
    # The side of a business's desk has one list, as the office's menu had: it can be handed in likewise.
    ("businesses/pages.py", "business-brands"),
    ("businesses/pages.py", "business-funds"),
    ("businesses/pages.py", "business-prepaid"),
    ("businesses/pages.py", "business-replies"),
    ("businesses/pages.py", "business-sweeps"),
    ("businesses/pages.py", "business-tests"),
    # A page of a business says where its city works at cases, and where its own system practises and connects.
    ("businesses/templates/businesses/business.html", "desk"),
    ("businesses/connecting/pages.py", "practice-cases"),
    ("businesses/connecting/pages.py", "/api/v1/"),
    # A citation of the law leads to the library.
    ("kit/templatetags/law.py", "law-article"),
    ("kit/templatetags/law.py", "law-statute"),
}


def addresses() -> dict[str, str]:
    """The room of each address, by its name."""
    found: dict[str, str] = {}
    for room in reversed(rooms()):
        if (PACKAGE / room / "urls.py").exists():
            for name in _names(import_module(f"huaihai.{room}.urls").urlpatterns):
                found.setdefault(name, room)
    return found


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def _routes(patterns: list[URLPattern | URLResolver], above: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, above + str(pattern.pattern))
        elif pattern.name:
            yield pattern.name, above + str(pattern.pattern)


def named(room: str, known: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(file, name or path) of every address that a room names."""
    for path in sorted((PACKAGE / room).rglob("*")):
        where = str(path.relative_to(PACKAGE))
        if {"tests", "migrations"} & set(path.relative_to(PACKAGE).parts):
            continue
        if path.suffix == ".py":
            yield from ((where, name) for name in _in_module(path, known))
        elif "templates" in path.parts and path.is_file():
            text = path.read_text(encoding="utf-8")
            yield from ((where, name) for name in IN_TEMPLATE.findall(text) + PATH_IN_TEMPLATE.findall(text))


def _in_module(path: Path, known: dict[str, str]) -> Iterator[str]:
    """Names with a hyphen wherever they stand as text, others where an address is asked for; and paths."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_path = node.value.startswith("/") and node.value != "/"
            if is_path or ("-" in node.value and node.value in known):
                yield node.value
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ASKS:
                yield str(node.args[0].value)


def owner(name: str, known: dict[str, str]) -> str | None:
    """The room that answers there; None where no room does."""
    if not name.startswith("/"):
        return known.get(name)
    try:
        return room_of(resolve(name).func.__module__)
    except Resolver404:
        return None


def upward() -> set[tuple[str, str]]:
    """Every address of an upper room that a lower one names."""
    order, known = rooms(), addresses()
    return {
        (where, name)
        for room in order
        for where, name in named(room, known)
        if name not in DOORS and (there := owner(name, known)) and order.index(there) < order.index(room)
    }


def test_no_two_addresses_have_one_name() -> None:
    every: dict[str, set[str]] = {}
    for room in rooms():
        if (PACKAGE / room / "urls.py").exists():
            for name, route in _routes(import_module(f"huaihai.{room}.urls").urlpatterns, ""):
                every.setdefault(name, set()).add(route)
    assert not {name: routes for name, routes in every.items() if len(routes) > 1}


def test_no_room_names_an_address_of_a_room_above_it() -> None:
    assert upward() == STILL


def test_the_search_finds_names_and_paths(tmp_path: Path) -> None:
    module = tmp_path / "menu.py"
    module.write_text('ROWS = ("office-brands", "home")\nhref = reverse("desk")\nother = "/office/brands/"\n')
    known = addresses()
    assert set(_in_module(module, known)) == {"office-brands", "desk", "/office/brands/"}
    assert [owner(name, known) for name in ("office-brands", "desk", "/office/brands/")] == [
        "brands",
        "cases",
        "brands",
    ]
    assert IN_TEMPLATE.findall("{% url 'office-brands' %}") == ["office-brands"]
