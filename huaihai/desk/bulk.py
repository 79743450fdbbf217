"""The same done to several rows that were ticked: first which change and which do not, and why; then row by row.

Each row carries the version that stood on the page; one that somebody moved meanwhile is left, and named.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from huaihai.desk.frame import actor_of
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit, Words
from huaihai.desk.tables import Column, Table
from huaihai.kit import clock
from huaihai.kit.form_fields import LONGEST_VERSION, PlainForm
from huaihai.members.actors import Actor

type Shown = Callable[..., Table]

MOST = 200  # ticks; more than stand on any page


class Sure(PlainForm):
    """Asks for nothing more. A form of an action gets whoever acts as `actor`, and the `rows` that will change."""

    def __init__(self, *args: Any, actor: Actor, rows: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor, self.rows = actor, rows

    @property
    def for_all(self) -> list[Any]:
        """The fields that stand above the table."""
        return self.visible_fields()

    @property
    def by_row(self) -> Sequence[Column[Any]]:
        """What is asked of each row by itself, as columns of the table, which stands in the form."""
        return ()

    def facts_of(self, _row: Any) -> dict[str, Any]:
        """What the action is told about this row."""
        return self.facts()


@dataclass(frozen=True)
class Bulk:
    """What can be done to ticked rows. `hinders(actor, row)` says why one stays as it is ("" where it changes);
    `act(row, **facts, seen=, by=, at=)` does it, with what the form says. `may(request)`: to whom it is offered.
    `around`: the block in which all rows are done.
    """

    name: str
    label: Words
    act: Callable[..., Any]
    hinders: Callable[[Actor, Any], Words]
    lead: Words
    done: Any  # `ngettext_lazy(…, "n")`: how many
    form: type[Sure] = Sure
    may: Callable[[HttpRequest], object] = lambda _request: True
    around: Callable[[], AbstractContextManager[Any]] = nullcontext


@dataclass
class Chosen:
    """The ticked rows that are still there, by what becomes of them; `seen` is the version of each on the page."""

    seen: dict[str, int]
    changing: list[Any] = field(default_factory=list)
    left: list[tuple[Any, str]] = field(default_factory=list)
    missing: int = 0


def ticks(request: HttpRequest) -> dict[str, int]:
    """Which rows were ticked, by key, and in which version; what is no such thing is passed over."""
    found: dict[str, int] = {}
    for tick in request.POST.getlist("row")[:MOST]:
        key, _colon, seen = tick.rpartition(":")
        if key and seen.isascii() and seen.isdigit() and len(seen) < len(str(LONGEST_VERSION)):
            found[key] = int(seen)
    return found


def tick_of(row: Any) -> str:
    """What stands in the tick of a row."""
    return f"{row.pk}:{row.version}"


def ticked(rows: QuerySet[Any, Any], seen: Mapping[str, int]) -> QuerySet[Any, Any]:
    """Of these rows the ticked ones."""
    to_python, keys = rows.model._meta.pk.to_python, []
    for key in seen:
        try:
            keys.append(to_python(key))
        except ValidationError:
            continue
    return rows.filter(pk__in=keys)


def answer(
    request: HttpRequest, bulk: Bulk, rows: QuerySet[Any, Any], *, shown: Shown, context: dict[str, Any]
) -> HttpResponse:
    """The page that says what would change, or, once somebody is sure, what did. `shown` makes a table of rows."""
    actor, home = actor_of(request), request.get_full_path()
    chosen = _chosen(actor, bulk, rows, ticks(request))
    if not chosen.changing and not chosen.left:
        messages.warning(request, _("Tick some rows first."))
        return HttpResponseRedirect(home)
    is_sure = "sure" in request.POST
    form = bulk.form(request.POST if is_sure else None, actor=actor, rows=chosen.changing)
    if is_sure and form.is_valid():
        with bulk.around() if len(chosen.changing) > 1 else nullcontext():
            done = _apply(bulk, chosen, form, actor)
        if done:
            messages.success(request, str(bulk.done % {"n": done}))
        if not chosen.left:
            return HttpResponseRedirect(home)
        chosen.changing = []
    return render(request, "desk/bulk.html", context | _page(bulk, chosen, form, shown, home))


def _chosen(actor: Actor, bulk: Bulk, rows: QuerySet[Any, Any], seen: dict[str, int]) -> Chosen:
    chosen = Chosen(seen)
    for row in ticked(rows, seen):
        if row.version != seen[str(row.pk)]:
            why = _("Somebody changed it while the page was open.")
        else:
            why = str(bulk.hinders(actor, row))
        if why:
            chosen.left.append((row, why))
        else:
            chosen.changing.append(row)
    chosen.missing = len(seen) - len(chosen.changing) - len(chosen.left)
    return chosen


def _apply(bulk: Bulk, chosen: Chosen, form: Sure, actor: Actor) -> int:
    """Row by row, each in a transaction of its own; how many changed."""
    done = 0
    for row in chosen.changing:
        try:
            bulk.act(row, **form.facts_of(row), seen=chosen.seen[str(row.pk)], by=actor, at=clock.now())
            done += 1
        except Moved:
            chosen.left.append((row, _("Somebody changed it while the page was open.")))
        except Unfit as error:
            chosen.left.append((row, error.message))
        except NotPossible as error:
            chosen.left.append((row, str(error)))
        except NotAllowed:
            chosen.left.append((row, _("This is not for you to do.")))
    return done


def _page(bulk: Bulk, chosen: Chosen, form: Sure, shown: Shown, home: str) -> dict[str, Any]:
    why = {row.pk: words for row, words in chosen.left}
    return {
        "bulk": bulk,
        "form": form,
        "home": home,
        "changing": shown(chosen.changing, *form.by_row),
        "left": shown([row for row, _why in chosen.left], Column(_("Why it stays"), lambda row: why[row.pk])),
        "missing": chosen.missing,
        "chosen": [f"{row.pk}:{chosen.seen[str(row.pk)]}" for row in chosen.changing],
    }
