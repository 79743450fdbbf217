"""The pages of the board: for everybody; and for the office every reading, and loading the context figures."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.papers import charts
from huaihai.desk.papers.handing import handed
from huaihai.desk.spreadsheets import BIGGEST
from huaihai.governance.charter import facts, waiting
from huaihai.insight.board import cards, days, sheet, sources, targets, tiles
from huaihai.insight.board import context as context_figures
from huaihai.insight.board.cards import over_time, says_months
from huaihai.insight.board.context import COLUMNS
from huaihai.insight.board.facts import KINDS, WINDOW, all_months
from huaihai.insight.models import ContextFigure
from huaihai.insight.months import first_day, later
from huaihai.insight.statistics import keys
from huaihai.insight.yearly.years import newest
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import Words
from huaihai.kit.paging import page_of


@require_safe
@guards.same_for_all
def board(request: HttpRequest) -> HttpResponse:
    """The nine with their numbers."""
    return render(request, "insight/board/board.html", _board(clock.today()))


def _board(today: date, *, staff: bool = False) -> dict[str, Any]:
    """What both pages of the nine show; `staff`: with the month that is running."""
    found = tiles.tiles(cards.board(today, staff=staff), today)
    last = first_day(today) if staff else later(first_day(today), -1)
    return {
        "tiles": found,
        "months": tiles.months(found),
        "since": keys.period(f"{later(last, 1 - WINDOW):%Y-%m}"),
        "until": keys.period(f"{last:%Y-%m}"),
        "as_of": tiles.as_of(found),
        "yearly": newest(today),
    }


@require_safe
@guards.public
def board_pdf(request: HttpRequest) -> HttpResponse:
    """The nine on one page of A4."""
    name = f"{_('Board of the nine')} {clock.today():%Y-%m}.pdf"
    return handed(
        lambda: sheet.pdf(_board(clock.today())),
        "application/pdf",
        content_disposition_header(as_attachment=True, filename=name) or "",
    )


@require_safe
@guards.same_for_all
def part(request: HttpRequest, key: str) -> HttpResponse:
    """One of the nine: every reading of its measures, how they are counted, all targets."""
    if facts.part(alliance.load(), key) is None:
        raise Http404
    today = clock.today()
    found = cards.one_part(key, today)
    assert found is not None  # noqa: S101 # it is one of the alliance's parts
    measures = []
    for one in found.measures:
        kind = KINDS.get(one.key)
        as_of = one.reading.as_of if one.reading else None
        months = all_months(one.key, today=today, as_of=as_of) if kind else []
        chart = over_time(kind, one.title, months) if kind and says_months(months) else None
        measures.append((one, chart, targets.history(one.key)))
    held = {one.key: chart for one, chart, _targets in measures}
    if (file := charts.asked(request, held)) is not None:
        return file
    return render(request, "insight/board/part.html", {"card": found, "measures": measures})


@require_safe
@guards.same_for_all
def contribution(request: HttpRequest) -> HttpResponse:
    """What the alliance contributes, each number with its method and what it does not show."""
    today = clock.today()
    last = later(first_day(today), -1)
    context = {
        "given": cards.given(today),
        "days": days.spread(later(last, 1 - WINDOW), last),
        "figures": context_figures.newest(),
        "year": today.year,
        "warned": sources.warnings_before_harm(today.year),
    }
    return render(request, "insight/board/contribution.html", context)


MENU = "board"
LONGEST = 200_000  # characters that can be pasted


@require_safe
@readers
def readings(request: HttpRequest) -> HttpResponse:
    """The nine with the running month, as staff read them."""
    today = clock.today()
    asked = waiting.in_words(today)
    return show(
        request, "insight/board/office_board.html", current=MENU, asked=asked, **_board(today, staff=True)
    )


@require_safe
@readers
def figures(request: HttpRequest) -> HttpResponse:
    """All figures that were ever loaded, the newest first."""
    rows = ContextFigure.objects.order_by("-loaded_at", "indicator", "place", "-period", "pk")
    page = page_of(rows, request.GET.get("page"))
    return show(
        request,
        "insight/board/office_context.html",
        current=MENU,
        page=page,
        rows=context_figures.in_words(page.rows),
        columns=", ".join(COLUMNS),
        indicators=context_figures.indicators().items(),
    )


class TableForm(forms.Form):
    """A file, or the table itself; what could not be loaded stays in the field to be mended."""

    file = forms.FileField(
        label=_("The table (CSV or Excel)"),
        help_text=_("Columns: %(names)s. Residents: indicator population, period a year.")
        % {"names": ", ".join(COLUMNS)},
        required=False,
        allow_empty_file=True,
    )
    table = Words(label=_("Or paste it here"), required=False, max_length=LONGEST)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        sent = said.get("file")
        if sent is None and not said.get("table") and "table" not in self.errors:
            self.add_error("file", _("Please choose a file, or paste the table."))
        if sent is not None and sent.size > BIGGEST:
            self.add_error("file", _("This file is too big."))
        return said

    def raw(self) -> bytes:
        """The table's bytes."""
        sent = self.cleaned_data.get("file")
        if sent is None:
            return str(self.cleaned_data["table"]).encode()
        content: bytes = sent.read()
        self._keep(content)
        return content

    def _keep(self, content: bytes) -> None:
        try:
            words = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return
        if len(words) <= LONGEST:
            typed = QueryDict(mutable=True)
            typed.update({**self.data, "table": words})
            self.data = typed


@asking
@readers
def loading(request: HttpRequest) -> HttpResponse:
    """The secretariat loads a table."""
    question = Question(
        current=MENU,
        title=_("Load context figures"),
        button=_("Check and load it"),
        back=reverse("office-context"),
        back_label=_("Context figures"),
        lead=_(
            "Retail sales, visits, residents: figures that others published. They stand beside ours with their source, "
            "and nothing is claimed from them. Either the whole table is loaded or nothing."
        ),
        is_shown=acts_as_office(request),
    )
    return ask(
        request,
        question,
        form=TableForm,
        act=lambda form: context_figures.load(form.raw(), by=actor_of(request), at=clock.now()),
        done=_done,
        to=question.back,
    )


def _done(count: int) -> str:
    if not count:
        return gettext("All of these figures stood here already.")
    return ngettext("%(n)s figure is loaded.", "%(n)s figures are loaded.", count) % {"n": count}
