"""The quarterly list of cases forwarded between cities, the rows behind each number, and a CSV file."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.cases import figures, life, periods, rights
from huaihai.cases.desk import forwarded_rows
from huaihai.cases.desk.lists import city_name
from huaihai.cases.models import Forwarding
from huaihai.cases.situation import READING, as_officer
from huaihai.cases.verbs import care
from huaihai.desk.measured import ALL, By, Mark, Measured, span
from huaihai.kit import clock, csv_text, form_fields, guards, keyset
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.members.models.organisation import tree

LISTING = (*READING, Role.SECRETARIAT)  # who reads lists of cases; whose rows, `listing` says
MOST_QUARTERS = 40
MOST_ROWS = 5000  # of a table: some years of all cities; more is no list that somebody reads
CONFLICT = 409


class ReasonForm(forms.Form):
    """What somebody needs a table for."""

    reason = form_fields.Line(label=gettext_lazy("What you need the table for"), max_length=200)


@require_safe
@guards.staff(*LISTING)
def forwarded_cases(request: HttpRequest) -> HttpResponse:
    """Numbers by receiving and by sending city, and the rows behind the number that was chosen."""
    return _list(request, ReasonForm())


def _list(request: HttpRequest, form: forms.Form, *, status: int = 200) -> HttpResponse:
    actor, today = as_officer(request.actor), clock.today()  # type: ignore[attr-defined]
    cities = _cities()
    asked = _asked(request, cities, today)
    page = keyset.page_of(figures.forwardings(actor, asked, today), request.GET)
    rows = forwarded_rows.of_page(page.rows, today)
    openable = forwarded_rows.may_open(actor, [row.case_id for row in rows])
    context = {
        "asked": asked,
        "span": periods.span(asked.period),
        "quarter": periods.name_of(asked.period),
        "quarters": _quarters(actor, asked.period, today),
        "tables": _tables(actor, asked, today),
        "chosen": _chosen(asked, cities),
        "page": page,
        "rows": [forwarded_rows.Row(row, today, row.case_id in openable) for row in rows],
        "file_url": asked.url("desk-forwarded-table"),
        "form": form,
    }
    return render(request, "cases/desk/forwarded.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.staff(*LISTING)
def forwarded_table(request: HttpRequest) -> HttpResponse:
    """The rows asked for as one CSV file, against a reason; that it was taken is written down."""
    if kept := guards.kept_post(request):  # the sign-in had ended
        return _list(request, ReasonForm(kept))
    if request.method != "POST":
        return HttpResponseRedirect(f"{reverse('desk-forwarded')}?{request.GET.urlencode()}#rows")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    actor, today = as_officer(request.actor), clock.today()  # type: ignore[attr-defined]
    cities = _cities()
    asked = _asked(request, cities, today)
    found = forwarded_rows.to_show(figures.forwardings(actor, asked, today), today)[: MOST_ROWS + 1]
    columns = forwarded_rows.table()
    lines = [
        [read(forwarded_rows.Row(row, today)) for _head, read in columns]
        for row in found.iterator(chunk_size=500)
    ]
    if len(lines) > MOST_ROWS:
        told = {"most": MOST_ROWS}
        messages.error(
            request, _("A table holds at most %(most)s files. Please choose a shorter time or a city.") % told
        )
        return _list(request, form, status=CONFLICT)
    care.write_down(
        what="forwarded cases",
        rows=len(lines),
        asked=asked.named,
        reason=form.cleaned_data["reason"],
        by=actor,
        at=clock.now(),
    )
    span = periods.name_of(asked.period) or f"{asked.period.since}-{asked.period.until}"
    heads = [head for head, _read in columns]
    return csv_text.csv_file(f"forwarded-{span}.csv", heads, lines, is_noted=True)


def _cities() -> dict[str, Organisation]:
    """The member cities by their code."""
    return {one.region_code: one for one in tree().by_pk.values() if one.kind == Organisation.Kind.CITY}


def _asked(request: HttpRequest, cities: dict[str, Organisation], today: date) -> figures.Part:
    """What the address asks for; of what makes no sense the usual, and a message that says so."""
    given = {
        name: request.GET.get(name, "").strip()
        for name in ("quarter", "since", "until", "what", "to", "from")
    }
    period = periods.read(given["quarter"], given["since"], given["until"])
    if period is None and (given["quarter"] or given["since"] or given["until"]):
        messages.warning(request, _("That is no quarter. Shown is the present one."))
    what = given["what"] if given["what"] in figures.BY_NAME else figures.EVERY
    to, sender = (given[name] if given[name] in cities else "" for name in ("to", "from"))
    if (given["what"], given["to"], given["from"]) != ((what if given["what"] else ""), to, sender):
        messages.warning(request, _("Part of the address was not understood. It was left out."))
    return figures.Part(period or periods.quarter_of(today), what, to, sender)


@dataclass(frozen=True)
class Number:
    """One number of a table: how many, and where the rows are."""

    value: str
    url: str
    label: Any
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """One city's numbers, or those of all."""

    name: str
    numbers: list[Number]


@dataclass(frozen=True)
class Table:
    """The numbers of all cities on one side of the way."""

    title: str
    city: str  # heading of the first column
    heads: list[Any]
    lines: list[Line]


def _tables(actor: Actor, asked: figures.Part, today: date) -> list[Table]:
    sides = (
        ("to_city", "to", figures.OF_RECEIVER, _("By the city that received"), _("Receiving city")),
        ("from_city", "sender", figures.OF_SENDER, _("By the city that forwarded"), _("Forwarding city")),
    )
    tables, scope = [], _scope(actor, today)
    found = figures.counts(actor, asked.period, today)
    for side, name, columns, title, city in sides:
        lines = [
            _line(row, name, columns, asked, scope)
            for row in figures.counted(found, side=side, columns=columns)
        ]
        tables.append(Table(title, city, [column.label for column in columns], lines))
    return tables


@dataclass(frozen=True)
class Scope:
    """Whose rows are counted, and on which day: a city reads those that have to do with it."""

    city: str
    counted: str


def _scope(actor: Actor, today: date) -> Scope:
    city = actor.organisation.city if actor.organisation else None
    return Scope(city.region_code if city else ALL, today.isoformat())


def _line(row: figures.Counted, side: str, columns: Any, asked: figures.Part, scope: Scope) -> Line:
    code = row.city.region_code if row.city else ""
    at = span(By.HAPPENED, asked.period.since, asked.period.until, scope.counted)
    place = f"{side}:{code or ALL}/{scope.city}"
    numbers = []
    for column in columns:
        one = figures.Part(asked.period, column.name, **({side: code} if code else {}))
        mark = Mark(f"forwarded.{column.name}", place, at)
        words = Measured(f"{row.numbers[column.name]:,}", mark)
        numbers.append(Number(words, one.url(), column.label, one == asked))
    return Line(city_name(row.city) if row.city else _("All together"), numbers)


def _quarters(actor: Actor, shown: periods.Period, today: date) -> list[dict[str, str]]:
    """The quarters to choose from, newest first: since the first forwarding, and the one on show."""
    first = Forwarding.objects.first_seen_by(actor)
    since = clock.local_day(first) if first else today
    known = periods.quarters_back(today, since)[:MOST_QUARTERS]
    if periods.name_of(shown) and shown not in known:
        known = sorted([*known, shown], key=lambda period: period.since, reverse=True)
    return [{"name": periods.name_of(held), "words": periods.span(held)} for held in known]


def _chosen(asked: figures.Part, cities: dict[str, Organisation]) -> list[dict[str, Any]]:
    """What narrows the list, each with the address that takes it off."""
    chips = []
    if asked.what != figures.EVERY:
        chips.append({"label": figures.BY_NAME[asked.what].label, "url": asked.url(what="")})
    if asked.sender:
        label = pgettext("forwarded", "from %(city)s") % {"city": city_name(cities[asked.sender])}
        chips.append({"label": label, "url": asked.url(**{"from": ""})})
    if asked.to:
        label = _("to %(city)s") % {"city": city_name(cities[asked.to])}
        chips.append({"label": label, "url": asked.url(to="")})
    return chips


SHOWN = ("number", "stage", "home__short_name", "home__place_name", "lead__short_name", "lead__place_name")


@require_safe
@guards.staff(*LISTING)
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """File number, cities, day and stage of the cases that one number counts."""
    kind = figures.BY_KEY.get(key)
    if kind is None:
        raise Http404
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    given = [request.GET.get(name, "").strip() for name in ("quarter", "since", "until")]
    period = periods.read(*given)
    if period is None and any(given):
        messages.warning(request, _("Those are no days. Shown is the present quarter."))
    period = period or periods.quarter_of(clock.today())
    page = keyset.page_of(figures.rows(kind, period, actor), request.GET)
    found = figures.rows(kind, period, actor).filter(pk__in=page.rows)
    cases = found.select_related("home", "lead").only(*SHOWN)
    openable = forwarded_rows.may_open(actor, page.rows)
    context = {
        "kind": kind,
        "span": periods.span(period),
        "query": urlencode(period.query),
        "kinds": figures.KINDS,
        "reads_all": rights.reads_all(actor),
        "page": page,
        "rows": [
            {
                "case": case,
                "home": city_name(case.home) if case.home else "",
                "lead": city_name(case.lead) if case.lead else "",
                "stage": life.STAGES[case.stage].desk,
                "is_open": case.pk in openable,
            }
            for case in cases
        ],
    }
    return render(request, "cases/desk/figure.html", context)
