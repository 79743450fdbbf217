"""A list said once: which rows, its columns, how it is narrowed, searched and ordered; page by page, and as a file.

    DUTIES = List(
        _("Follow-up duties"), current="duties", rows=duties_for, columns=(Column(_("Who"), owner), …),
        choices=(Choice("which", _("Which"), {"": (_("All that are open"), OPEN), …}),),
        empty=_("There is no duty here."),
    )
    path("duties/", DUTIES.view, name="office-duties")

What was asked stands in the address (`?which=own&q=…&sort=-2&page=3`); nonsense is as if nothing was asked. A list
costs the same number of queries for every page; what columns need beside the row is brought by `prepared` at once.
Readers keep what they asked under a name (`saved`), and do one thing to several rows (`bulk`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from huaihai.desk import bulk, saved, tables
from huaihai.desk.asking import asking
from huaihai.desk.bulk import Bulk
from huaihai.desk.frame import actor_of, acts_as_office, frame, readers
from huaihai.desk.lives import Words
from huaihai.desk.sought import Sought
from huaihai.desk.tables import Column, Head, Table
from huaihai.desk.verbs import Offered
from huaihai.kit import keyset, paging
from huaihai.kit.paging import PER_PAGE, Page
from huaihai.members.step_up import SEARCHING

type Rows = QuerySet[Any, Any]
type Options = Mapping[str, tuple[Words, Q | Callable[[Any], Rows]]]

PLACES = ("page", "before", "after", "as", "ticked")  # what an address says beside what was asked for
PRINTED = 500  # rows of a page that is made to be printed


@dataclass(frozen=True)
class Choice:
    """One way to narrow: its name in the address, its words, and by value what is called and which rows stay. The
    first value is chosen where nothing is. Few stand as chips side by side, `as_menu` folds them into one field.
    Options may be asked with the request and the keys of the list's address; without any there is no choice.
    `value(request, options)` says which one is chosen where it hangs on more than its name; every link then names it.
    """

    name: str
    label: Words
    options: Options | Callable[..., Options]
    as_menu: bool = False
    value: Callable[[HttpRequest, Options], str] | None = None

    def known(self, request: HttpRequest, keys: Mapping[str, Any]) -> Options:
        return self.options(request, **keys) if callable(self.options) else self.options


@dataclass(frozen=True)
class Chosen:
    """A choice as it stands on the page: `options` are value, words, address (none where it is a menu)."""

    choice: Choice
    value: str
    known: Options
    options: Sequence[tuple[str, Words, str]]

    @property
    def is_default(self) -> bool:
        return self.choice.value is not None or self.value == next(iter(self.known), "")

    @property
    def words(self) -> Words:
        """What the chosen value is called."""
        return self.known[self.value][0] if self.value in self.known else ""

    def narrow(self, rows: Rows) -> Rows:
        if self.value not in self.known:
            return rows
        how = self.known[self.value][1]
        return rows.filter(how) if isinstance(how, Q) else how(rows)


@dataclass(frozen=True)
class Search(Sought):
    """A field for words: which rows they find, and what it is called (`hint` stands in the empty field). Where what is
    found hangs on the reader, `find` takes the request first (`asks_reader`)."""

    find: Callable[..., Rows]
    label: Words
    hint: Words = ""
    asks_reader: bool = False

    def found(self, request: HttpRequest, rows: Rows, words: str) -> Rows:
        return self.find(*([request] if self.asks_reader else []), rows, words)


@dataclass(frozen=True)
class List[R]:
    """The list. `rows(request, **keys)` are all that the reader may see, in their usual order; `prepared(request,
    rows)` adds to the rows of one page what their columns show.

    `lead` explains; `buttons` (see `button`), `links` (words, address) and `back` are asked with the request and the
    keys of the list's address. With `by_key` a page is found by the row before it: rows are ordered by names of fields,
    and `prepared` gets keys. `file` is the name of its file; without one there is none, for rows whose words do not
    leave the page. `empty` says what is not there and what to do. With choices that are `is_fixed`, rows stand in their
    usual order only. `more(request, chosen, page, rows)` is context for a
    template of its own, `bulk` what can be done to ticked rows; `one_line`: a row is one line, J and K move over them.
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
    by_key: bool = False
    frame: Callable[[HttpRequest, str], dict[str, Any]] = frame
    template: str = "desk/list.html"
    bulk: Sequence[Bulk] = ()
    one_line: bool = False
    is_fixed: Callable[[Mapping[str, Chosen]], bool] = lambda _chosen: False
    more: Callable[..., dict[str, Any]] = lambda *_asked: {}
    guard: Callable[..., Any] = readers

    @cached_property
    def view(self) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, **keys: Any) -> HttpResponse:
            return (self.answer if request.method == "POST" else self.page)(request, **keys)

        view.__module__ = self.rows.__module__  # an address is of the room whose rows stand there
        guarded: Callable[..., HttpResponse] = self.guard(asking(view))
        guarded.is_searched_by_post = self.search is not None  # type: ignore[attr-defined]  # read by members.step_up
        guarded.list_title = self.title  # type: ignore[attr-defined]  # read by front.operating.audit
        return guarded

    def page(
        self, request: HttpRequest, ticked: Mapping[str, int] | None = None, **keys: Any
    ) -> HttpResponse:
        """The page asked for, or the file; a page of the `ticked` rows is there to be printed."""
        words = self._words(request)
        if self.search and self.search.is_bare(request.GET):  # somebody typed it into the address
            asked = request.GET.copy()
            asked["q"] = self.search.sealed(words)
            return HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")
        asked, chosen = self._chosen(request, keys)
        is_fixed = self.is_fixed(chosen)
        found = self._narrowed(request, chosen, words, keys)
        if ticked is not None:
            found = bulk.ticked(self.rows(request, **keys), ticked)
        rows = found if is_fixed else self._ordered(found, asked.get("sort", ""))
        if self.file and asked.get("as") in tables.FILES:
            return self._file(request, rows, str(asked["as"]))
        is_printed = bool(self.file) and (ticked is not None or asked.get("as") == "print")
        per_page = PRINTED if is_printed else self.per_page
        page: Page[Any] = (
            keyset.page_of(rows, asked, per_page=per_page)
            if self.by_key
            else paging.page_of(rows, asked.get("page"), per_page=per_page)
        )
        heads = tables.heads_of(self._columns) if is_fixed else self._heads(asked)
        tick = bulk.tick_of if self._offered(request) else lambda _row: ""
        context = {
            "list": self,
            "page": page,
            "table": tables.table(self.title, self._columns, self.prepared(request, page.rows), heads, tick),
            "chips": [one for one in chosen.values() if one.known and not one.choice.as_menu],
            "menus": [one for one in chosen.values() if one.known and one.choice.as_menu],
            "chosen": chosen,
            "words": self.search.shown(words) if self.search else "",
            "sort": asked.get("sort", "") if any(head.order for head in heads) else "",
            "is_narrowed": bool(words) or not all(one.is_default for one in chosen.values()),
            "buttons": self.buttons(request, **keys),
            "links": self.links(request, **keys),
            "back": self.back(request, **keys),
            "files": [(kind, _with(asked, **{"as": kind})) for kind in tables.FILES] if self.file else (),
            "is_printed": is_printed,
            "print_url": _with(asked, **{"as": "print"}),
            "one_line": self.one_line and not is_printed,
            **self._saved(request),
            **({} if is_printed else self._ticks(request)),
        }
        context |= self.more(request, chosen, page, found)
        return render(request, self.template, self.frame(request, self.current) | context)

    def answer(self, request: HttpRequest, **keys: Any) -> HttpResponse:
        """What was pressed on the page: keep or delete a view; the ticked rows as a file, or what is done to them."""
        do = request.POST.get("do", "")
        if do == SEARCHING and self.search is not None:
            asked = {name: request.POST[name] for name in self._names if request.POST.get(name)}
            asked["q"] = self.search.sealed(self.search.words_in(request.POST))
            return HttpResponseRedirect(f"{request.path}?{urlencode(asked)}")
        if do in (saved.KEEP, saved.DROP):
            return saved.answer(request, self._names)
        rows = self.rows(request, **keys)
        if self.file and do in tables.FILES and self._offered(request):
            chosen = bulk.ticked(rows, bulk.ticks(request))
            return self._file(request, self._ordered(chosen, request.GET.get("sort", "")), do)
        if self.file and do == "print" and self._offered(request):
            return self.page(request, bulk.ticks(request), **keys)
        action = next((one for one in self._offered(request) if one.name == do), None)
        if action is None:
            return HttpResponseRedirect(request.get_full_path())

        def shown(some: Sequence[Any], *more: Column[Any]) -> Table:
            rows = [row.pk for row in some] if self.by_key else some
            return tables.table(self.title, (*self._columns, *more), self.prepared(request, rows))

        context = self.frame(request, self.current) | {"list": self}
        return bulk.answer(request, action, rows, shown=shown, context=context)

    @property
    def _names(self) -> list[str]:
        return [*(choice.name for choice in self.choices), "q", "sort"]

    @property
    def _columns(self) -> Sequence[Column[R]]:
        return [column for column in self.columns if not column.in_file_only]

    def _offered(self, request: HttpRequest) -> list[Bulk]:
        return [one for one in self.bulk if one.may(request)]

    def _words(self, request: HttpRequest) -> str:
        return self.search.words_in(request.GET) if self.search else ""

    def _narrowed(
        self, request: HttpRequest, chosen: Mapping[str, Chosen], words: str, keys: Mapping[str, Any]
    ) -> Rows:
        rows = self.rows(request, **keys)
        for one in chosen.values():
            rows = one.narrow(rows)
        return self.search.found(request, rows, words) if self.search and words else rows

    def _file(self, request: HttpRequest, rows: Rows, kind: str) -> HttpResponse:
        some = list((rows.values_list("pk", flat=True) if self.by_key else rows)[: tables.MOST_IN_FILE + 1])
        made = tables.table(self.title, self.columns, self.prepared(request, some))
        return tables.file(made, self.file, kind)

    def _saved(self, request: HttpRequest) -> dict[str, Any]:
        """The views kept of this list, and whether what stands on the page could be kept."""
        if not self.choices and not self.search:
            return {}
        query = saved.kept_query(request.GET, self._names)
        return {"views": saved.shown(actor_of(request), request.path, query), "may_keep": bool(query)}

    def _ticks(self, request: HttpRequest) -> dict[str, Any]:
        if not self._offered(request):
            return {}
        all_ticked = request.GET.get("ticked") == "all"
        query = request.GET.copy()
        query["ticked"] = "none" if all_ticked else "all"
        return {
            "ticks": "bulk",
            "offered": self._offered(request),
            "all_ticked": all_ticked,
            "tick_url": f"?{query.urlencode()}",
        }

    def _chosen(self, request: HttpRequest, keys: Mapping[str, Any]) -> tuple[QueryDict, dict[str, Chosen]]:
        """What was asked, with every value that does not hang on the address alone; each choice as it stands."""
        asked, values = request.GET.copy(), []
        for choice in self.choices:
            known = choice.known(request, keys)
            value = request.GET.get(choice.name, "")
            if choice.value is not None:
                value = asked[choice.name] = choice.value(request, known)
            values.append((choice, known, value if value in known else next(iter(known), "")))
        found = {}
        for choice, known, value in values:
            words = {"q": ""} if choice.value is not None and asked.get("q") else {}  # they find beyond it
            options = [
                (key, name, "" if choice.as_menu else _with(asked, **{choice.name: key}, **words))
                for key, (name, _how) in known.items()
            ]
            found[choice.name] = Chosen(choice, value, known, options)
        return asked, found

    def _ordered(self, rows: Rows, asked: str) -> Rows:
        column = self._sorted_by(asked)
        if column is None:
            return rows
        sign = "-" if asked.startswith("-") else ""
        return rows.order_by(*(f"{sign}{name}" for name in (*column.sort, "pk")))

    def _sorted_by(self, asked: str) -> Column[R] | None:
        number = asked.removeprefix("-")
        if not (
            number.isascii() and number.isdigit() and len(number) < 3 and int(number) < len(self._columns)
        ):
            return None
        column = self._columns[int(number)]
        return column if column.sort else None

    def _heads(self, asked: QueryDict) -> list[Head]:
        now = asked.get("sort", "")
        heads = []
        for number, (column, head) in enumerate(
            zip(self._columns, tables.heads_of(self._columns), strict=True)
        ):
            key, order = str(number), ""
            if column.sort and now.removeprefix("-") == key:
                order = "descending" if now.startswith("-") else "ascending"
            turned = f"-{key}" if order == "ascending" else key
            heads.append(replace(head, url=_with(asked, sort=turned) if column.sort else "", order=order))
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
    kept = {name: values for name, values in asked.lists() if name not in PLACES}
    return f"?{urlencode(kept | {name: [value] for name, value in changed.items()}, doseq=True)}"
