"""Views are imported when somebody visits them: each is there, and what a start imports stays little."""

import inspect
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, path, resolve, reverse

from huaihai.kit.late_routes import LateRegex
from huaihai.kit.late_views import View, views_of

# Large, and needed by few pages: each is imported where it is used.
HEAVY = """
    pypinyin rjieba docx xlsxwriter numpy scipy pydantic ninja segno PIL pillow_heif typst icalendar python_calamine
    charset_normalizer fido2 phonenumbers lxml
"""
START = """
import importlib
import sys
import django
django.setup()
from django.core.wsgi import get_wsgi_application
from django.urls import reverse
from huaihai import cli
from huaihai.front import starting
from huaihai.record import worker
[importlib.import_module(f"huaihai.{room}.commands") for room in cli.ROOMS.values()]
get_wsgi_application()
reverse("home")
ours = [name for name in sys.modules if name.startswith("huaihai.")]
print(*sorted(set(sys.argv[1].split()) & set(sys.modules)), len(ours))
"""


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from patterns(part)
        elif isinstance(part, URLPattern):
            yield part


def test_every_view_is_there() -> None:
    late = [part.callback for part in patterns(get_resolver()) if isinstance(part.callback, View)]
    assert len(late) > 500
    for view in late:
        assert inspect.isroutine(view.itself), (view.__module__, view.__name__)


def test_a_desk_has_exactly_the_addresses_that_are_named() -> None:
    """`urls.py` names the nouns of each desk, so that its module can wait."""
    named = defaultdict[tuple[str, str], list[str | None]](list)
    for part in patterns(get_resolver()):
        view = part.callback
        if isinstance(view, View) and view.address:
            named[view.__module__, view.table].append(part.name)
    assert len(named) > 25
    for (module, table), names in named.items():
        assert names == [one.name for one in getattr(import_module(module), table).urls()], (module, table)


def test_a_view_is_asked_only_when_somebody_comes() -> None:
    pages = views_of("huaihai.no_such_module")
    held = path("there/", pages.there, name="there")
    assert held.resolve("there/") is not None
    assert held.lookup_str == "huaihai.no_such_module.there"
    with pytest.raises(ModuleNotFoundError):
        pages.there.guard  # noqa: B018 # asking is what is tried


def test_an_address_is_compiled_when_somebody_comes() -> None:
    routes = [part.pattern for part in patterns(get_resolver())]
    assert sum(isinstance(getattr(route, "regex", None), LateRegex) for route in routes) > 500
    held = path("there/<int:number>/", views_of("huaihai.no_such_module").there, name="there")
    assert isinstance(held.pattern.regex, LateRegex)
    for _time in range(2):  # the first compiles it
        assert held.resolve("there/7/").kwargs == {"number": 7}
        assert held.resolve("there/seven/") is None
    assert resolve(reverse("home")).url_name == "home"


def test_a_start_imports_no_heavy_library_and_few_of_our_modules() -> None:
    asked = [sys.executable, "-c", START, HEAVY]
    said = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=300).stdout.split()
    assert said[:-1] == []
    assert int(said[-1]) < 660
    assert reverse("home") == "/"
