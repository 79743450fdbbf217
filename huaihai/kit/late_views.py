"""Views that are imported when somebody visits them first: at the start the addresses are there, the pages are not.

    pages = views_of("huaihai.supervision.pages")

    path("new/", pages.new, name="office-project-new"),
    path("", pages.LIST.view, name="office-projects"),
    path("<uuid:pk>/", include(pages.PROJECTS.steps("office-project", "start reopening"))),

What stands in capitals is a table of the module: its `view`, or the verbs of a `desk.verbs.Desk`, one address a noun.
`tests/house/test_late_views.py` finds every view, and compares the nouns with those of the desk.
"""

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path


class View:
    """A view of a module by its name. Whatever is asked of it (its guard, whether it needs a token) is asked of the
    view itself; what Django asks of every address before it reverses one is known without.
    """

    def __init__(self, module: str, name: str, find: Callable[[Any], Any], *, address: str = "") -> None:
        self.__module__ = module
        self.__name__ = self.__qualname__ = name
        self.table, self.address = name.partition(".")[0], address  # of a step of a desk
        self._find = find

    @cached_property
    def itself(self) -> Callable[..., HttpResponseBase]:
        view: Callable[..., HttpResponseBase] = self._find(import_module(self.__module__))
        return view

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.itself(request, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name == "view_class":  # asked of each address; ours are functions
            raise AttributeError(name)
        return getattr(self.itself, name)


class Table:
    """A table of a module that makes views: a list, or the verbs of a row."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    @property
    def view(self) -> View:
        name = self._name
        return View(self._module, f"{name}.view", lambda module: getattr(module, name).view)

    def of(self, page: str) -> View:
        """The view that the table makes for one of its pages."""
        name = self._name
        return View(self._module, f"{name}.of({page})", lambda module: getattr(module, name).of(page))

    def _named(self, address: str) -> View:
        """The view of the address that the table calls so."""
        name = self._name

        def find(module: Any) -> Any:
            return next(one.callback for one in getattr(module, name).urls() if one.name == address)

        return View(self._module, f"{name}.{address}", find, address=address)

    def steps(self, name: str, nouns: str) -> list[URLPattern]:
        """One address for each noun, as the desk `name` has them."""
        addresses = [(noun, f"{name}-{noun.replace('/', '-')}") for noun in nouns.split()]
        return [path(f"{noun}/", self._named(address), name=address) for noun, address in addresses]

    def by_noun(self, name: str) -> list[URLPattern]:
        """The one address of a desk whose verbs share it."""
        return [path("<slug:noun>/", self._named(name), name=name)]


class Views:
    """The views of a module, each by its name."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        if name.isupper():
            return Table(self._module, name)
        return View(self._module, name, lambda module: getattr(module, name))

    def made(self, maker: str, of: str | View) -> View:
        """The view that `maker` of the module makes of a word or of another view."""

        def find(module: Any) -> Any:
            return getattr(module, maker)(of.itself if isinstance(of, View) else of)

        return View(self._module, f"{maker}({of if isinstance(of, str) else of.__name__})", find)


def views_of(module: str) -> Views:
    """The views of the module with this dotted name."""
    return Views(module)
