"""A list said once: which rows, its columns, how it is narrowed, searched and ordered; page by page, and as a file.

    DUTIES = List(
        _("Follow-up duties"), current="duties", rows=duties_for, columns=(Column(_("Who"), owner), …),
        choices=(Choice("which", _("Which"), {"": (_("All that are open"), OPEN), …}),),
        empty=_("There is no duty here."),
    )
    path("duties/", DUTIES.view, name="office-duties")

What was asked stands in the address (`?which=own&q=…&sort=-2&page=3`); nonsense is as if nothing was asked. A list
costs the same number of queries for every page; what columns need beside the row is brought by `prepared` at once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huaihai.desk import tables
from huaihai.desk.frame import acts_as_office, frame, readers
from huaihai.desk.lives import Words
from huaihai.desk.tables import Column, Head
from huaihai.desk.verbs import Offered
from huaihai.kit.paging import PER_PAGE, page_of

type Rows = QuerySet[Any, Any]
type Options = Mapping[str, tuple[Words, Q | Callable[[Any], Rows]]]

LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Choice:
    """One way to narrow: its name in the address, its words, and by value what is called and which rows stay. The
    first value is chosen where nothing is. Few stand as chips side by side, `as_menu` folds them into one field.
    Options may be asked with the request and the keys of the list's address; without any there is no choice.
    """

    name: str
    label: Words
    options: Options | Callable[..., Options]
    as_menu: bool = False

    def known(self, request: HttpRequest, keys: Mapping[str, Any]) -> Options:
        return self.options(request, **keys) if callable(self.options) else self.options


@dataclass(frozen=True)
class Chosen:
    """A choice as it stands on the page: `options` are value, words, address."""

    choice: Choice
    value: str
    known: Options
    options: Sequence[tuple[str, Words, str]]

    @property
    def is_default(self) -> bool:
        return self.value == next(iter(self.known), "")

    def narrow(self, rows: Rows) -> Rows:
        if self.value not in self.known:
            return rows
        how = self.known[self.value][1]
        return rows.filter(how) if isinstance(how, Q) else how(rows)


@dataclass(frozen=True)
class Search:
    """A field for words: which rows they find, and what it is called (`hint` stands in the empty field)."""

    find: Callable[[Any, str], Rows]
    label: Words
    hint: Words = ""


@dataclass(frozen=True)
class List[R]:
    """The list. `rows(request, **keys)` are all that the reader may see, in their usual order; `prepared(request,
    rows)` adds to the rows of one page what their columns show.

    `lead` explains; `buttons` (see `button`), `links` (words, address) and `back` are asked with the request and the
    keys of the list's address. `file` is the name of its file; without one there is none, for rows whose words do not
    leave the page. `empty` says what is not there and what to do.
    """

    title: Words
    rows: Callable[..., Rows]
    columns: Sequence[Column[R]]
    empty: Words
    current: str = ""
    choices: Sequence[Choice] = ()
    search: Search | None = None
    prepared: Callable[[HttpRequest, Sequence[Any]], Iterable[R]] = lambda _request, rows: rows
    lead: Words = ""
    buttons: Callable[..., Sequence[Offered]] = lambda _request, **_keys: ()
    links: Callable[..., Sequence[tuple[Words, str]]] = lambda _request, **_keys: ()
    back: Callable[..., tuple[Words, str] | None] = lambda _request, **_keys: None
    file: str = ""
    per_page: int = PER_PAGE
    frame: Callable[[HttpRequest, str], dict[str, Any]] = frame
    template: str = "desk/list.html"
    guard: Callable[..., Any] = readers

    @cached_property
    def view(self) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, **keys: Any) -> HttpResponse:
            return self.page(request, **keys)

        view.__module__ = self.rows.__module__  # an address is of the room whose rows stand there
        guarded: Callable[..., HttpResponse] = self.guard(require_safe(view))
        return guarded

    def page(self, request: HttpRequest, **keys: Any) -> HttpResponse:
        """The page asked for, or the file."""
        asked = request.GET
        chosen = [self._chosen(choice, request, keys) for choice in self.choices]
        words = asked.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH] if self.search else ""
        rows = self.rows(request, **keys)
        for one in chosen:
            rows = one.narrow(rows)
        if self.search and words:
            rows = self.search.find(rows, words)
        heads = self._heads(asked)
        rows = self._ordered(rows, asked.get("sort", ""))
        if self.file and asked.get("as") in tables.FILES:
            some = list(rows[: tables.MOST_IN_FILE + 1])
            made = tables.table(self.title, self.columns, self.prepared(request, some))
            return tables.file(made, self.file, asked["as"])
        page = page_of(rows, asked.get("page"), per_page=self.per_page)
        context = {
            "list": self,
            "page": page,
            "table": tables.table(self.title, self.columns, self.prepared(request, page.rows), heads),
            "chips": [one for one in chosen if one.known and not one.choice.as_menu],
            "menus": [one for one in chosen if one.known and one.choice.as_menu],
            "words": words,
            "sort": asked.get("sort", "") if any(head.order for head in heads) else "",
            "is_narrowed": bool(words) or not all(one.is_default for one in chosen),
            "buttons": self.buttons(request, **keys),
            "links": self.links(request, **keys),
            "back": self.back(request, **keys),
            "files": [(kind, _with(asked, **{"as": kind})) for kind in tables.FILES] if self.file else (),
        }
        return render(request, self.template, self.frame(request, self.current) | context)

    def _chosen(self, choice: Choice, request: HttpRequest, keys: Mapping[str, Any]) -> Chosen:
        known = choice.known(request, keys)
        asked = request.GET.get(choice.name, "")
        value = asked if asked in known else next(iter(known), "")
        options = [
            (key, words, _with(request.GET, **{choice.name: key})) for key, (words, _how) in known.items()
        ]
        return Chosen(choice, value, known, options)

    def _ordered(self, rows: Rows, asked: str) -> Rows:
        column = self._sorted_by(asked)
        if column is None:
            return rows
        sign = "-" if asked.startswith("-") else ""
        return rows.order_by(*(f"{sign}{name}" for name in column.sort), "pk")

    def _sorted_by(self, asked: str) -> Column[R] | None:
        number = asked.removeprefix("-")
        if not (
            number.isascii() and number.isdigit() and len(number) < 3 and int(number) < len(self.columns)
        ):
            return None
        column = self.columns[int(number)]
        return column if column.sort else None

    def _heads(self, asked: QueryDict) -> list[Head]:
        now = asked.get("sort", "")
        heads = []
        for number, column in enumerate(self.columns):
            key, order = str(number), ""
            if column.sort and now.removeprefix("-") == key:
                order = "descending" if now.startswith("-") else "ascending"
            turned = f"-{key}" if order == "ascending" else key
            heads.append(
                Head(column.label, column.is_number, _with(asked, sort=turned) if column.sort else "", order)
            )
        return heads


def by(name: str, known: Iterable[tuple[str, Words]], every: Words = "") -> Options:
    """Options that are the values of one field; `every` is what narrowing by none of them is called."""
    options: Options = {value: (words, Q(**{name: value})) for value, words in known}
    return {"": (every, Q()), **options} if every else options


def button(
    address: str, label: Words, may: Callable[[HttpRequest], object] = acts_as_office
) -> Callable[..., Sequence[Offered]]:
    """The one button of a list, for readers who `may` use it: where nothing is said, for the secretariat."""
    return lambda request, **_keys: [Offered(reverse(address), label)] if may(request) else []


def _with(asked: QueryDict, **changed: str) -> str:
    """The same list with this changed, from its first page."""
    query = asked.copy()
    query.pop("page", None)
    query.pop("as", None)
    for name, value in changed.items():
        query[name] = value
    return f"?{query.urlencode()}"
