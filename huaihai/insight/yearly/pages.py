"""The sheet as pages and files, for everybody and for staff, and the page behind each number."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.cases import life
from huaihai.cases.models import Case
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.lists import List
from huaihai.desk.papers import word
from huaihai.desk.papers.document import Document
from huaihai.desk.papers.handing import handed
from huaihai.desk.papers.scripted import Origin
from huaihai.desk.tables import EXCEL, Cell, Column, table
from huaihai.education.addresses import whole
from huaihai.insight.board import context
from huaihai.insight.reports import excel
from huaihai.insight.reports.report import signed
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.deriving import ALL
from huaihai.insight.statistics.facts import snapshot
from huaihai.insight.yearly import facts, paper, public
from huaihai.insight.yearly.cases import CASES, RELEASED
from huaihai.insight.yearly.public import MEASURES, Group
from huaihai.insight.yearly.things import THINGS
from huaihai.insight.yearly.years import Year, sheet_of, years
from huaihai.kit import clock, guards, local_words, spoken
from huaihai.kit.country import gettext_lazy, pgettext_lazy
from huaihai.kit.paging import page_of
from huaihai.law.yearly_sheet import Action, SheetRow
from huaihai.members.actors import Actor


@require_safe
@guards.same_for_all
def sheet(request: HttpRequest, year: int) -> HttpResponse:
    """All rows of a year, each number with a link to what stands behind it."""
    return render(request, "insight/yearly/sheet.html", _sheet(*_asked(year)))


@require_safe
@readers
def office_sheet(request: HttpRequest, year: int) -> HttpResponse:
    """The same for staff: numbers made of cases are of those in the reader's lists, up to today."""
    action, of = _asked(year)
    context = _sheet(action, of, actor_of(request))
    return render(request, "insight/yearly/office.html", frame(request, "board") | context)


def _asked(number: int) -> tuple[Action, Year]:
    found = sheet_of(number, clock.today())
    if found is None:
        raise Http404
    return found


def _sheet(action: Action, year: Year, actor: Actor | None = None) -> dict[str, Any]:
    return {
        "title": local_words.said(action),
        "action": action,
        "year": year,
        "years": years(action, year.today),
        "parts": facts.parts(action, year, actor=actor),
        "is_counting": actor is None and public.is_counting(year),
    }


@require_safe
@guards.public
def sheet_word(_request: HttpRequest, year: int) -> HttpResponse:
    """The sheet as a Word file, to be printed and handed on."""
    action, of = _asked(year)
    document, name = _document(action, of)
    address = reverse("yearly-sheet", args=[year])
    origin = Origin(signed(ALL), str(year), whole(address) if settings.SITE_URL else address, "")
    at = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return handed(lambda: word.word_file(document, origin, made_at=at), word.WORD, _called(f"{name}.docx"))


@require_safe
@guards.public
def sheet_excel(_request: HttpRequest, year: int) -> HttpResponse:
    """The sheet as an Excel file."""
    document, name = _document(*_asked(year))
    return handed(lambda: excel.workbook(document), EXCEL, _called(f"{name}.xlsx"))


def _document(action: Action, year: Year) -> tuple[Document, str]:
    return paper.document(action, year), f"{local_words.said(action)} {year.number}"


def _called(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or ""


@require_safe
@guards.same_for_all
def behind(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What the public reads behind a number: the things, the published cells or months, or the figures of others."""
    action, of = _asked(year)
    row = action.row(code)
    if row is None:
        raise Http404
    shown: dict[str, Any] = {"title": local_words.said(row), "year": of, "row": row}
    if row.counts in THINGS:
        shown |= _things(request, row, of)
    elif row.counts in CASES:
        shown |= _groups(row, of)
    else:
        shown |= _figures(request, row, of)
    return render(request, "insight/yearly/behind.html", shown)


def _things(request: HttpRequest, row: SheetRow, year: Year) -> dict[str, Any]:
    one = THINGS[row.counts]
    page = page_of(one.rows(year), request.GET.get("page"))
    return {"page": page, "means": one.means, "table": table(local_words.said(row), one.columns, page.rows)}


def _groups(row: SheetRow, year: Year) -> dict[str, Any]:
    key, found = row.counts, snapshot(None)
    told = facts.told(row, year, found)
    columns = (
        Column[Group](pgettext_lazy("column", "Period"), lambda one: Cell(_period(one), _cells(key, one))),
        Column[Group](
            pgettext_lazy("column", "Number"), lambda one: facts.amount(key, one.value), is_number=True
        ),
    )
    return {
        "means": CASES[key].means,
        "told": told,
        "whole": facts.amount(key, told.value) if told.value is not None else "",
        "unit": local_words.either(zh=row.unit_zh, en=row.unit_en),
        "table": table(local_words.said(row), columns, told.groups) if told.groups else None,
        "is_released": key in RELEASED,
    }


def _period(one: Group) -> str:
    return keys.period(one.period) if one.period else facts.span([one])


def _cells(key: str, one: Group) -> str:
    """The same number in the open file."""
    if not one.period:
        return ""
    asked = {"axis": "all", "place": "all", "key": "all", "measure": MEASURES[key], "period": one.period}
    return f"{reverse('data-cells')}?{urlencode(asked)}"


def _figures(request: HttpRequest, row: SheetRow, year: Year) -> dict[str, Any]:
    page = page_of(facts.figures(row.code, year), request.GET.get("page"))
    return {
        "page": page,
        "figures": context.in_words(page.rows),
        "elsewhere": local_words.either(zh=row.elsewhere_zh, en=row.elsewhere_en),
    }


def _cases(request: HttpRequest, year: int, code: str) -> Any:
    """The cases behind a number that the reader may read in lists."""
    action, of = _asked(year)
    row = action.row(code)
    if row is None or row.counts not in CASES:
        raise Http404
    cases = CASES[row.counts].among(Case.objects.listed_to(actor_of(request)), of.first, of.last)
    return cases.select_related("home", "lead").order_by("-submitted_at", "pk")


def _prepared(request: HttpRequest, rows: Any) -> list[tuple[Any, bool]]:
    """Each with whether the reader opens its file."""
    listed = list(rows)
    keys_of = [case.pk for case in listed]
    opened = set(
        Case.objects.visible_to(actor_of(request)).filter(pk__in=keys_of).values_list("pk", flat=True)
    )
    return [(case, case.pk in opened) for case in listed]


def _number(row: tuple[Any, bool]) -> Cell:
    case, may_open = row
    return Cell(case.number, reverse("desk-case", args=[case.pk]) if may_open else "")


def _body(body: Any) -> str:
    return local_words.in_script(body.short_name) if body else ""


def _back(_request: HttpRequest, year: int, **_keys: Any) -> tuple[str, str]:
    return _("Yearly sheet %(year)s") % {"year": year}, reverse("office-yearly-sheet", args=[year])


def _named(request: HttpRequest, *_asked_for: Any) -> dict[str, Any]:
    """What the number is called."""
    keys_of = request.resolver_match.kwargs if request.resolver_match else {}
    row = _asked(keys_of["year"])[0].row(keys_of["code"])
    return {"number_name": local_words.said(row) if row else ""}


LIST = List[tuple[Any, bool]](
    gettext_lazy("Cases behind a number of the yearly sheet"),
    current="board",
    rows=_cases,
    prepared=_prepared,
    columns=(
        Column(gettext_lazy("File number"), _number, names_row=True),
        Column(gettext_lazy("Received"), lambda row: row[0].submitted_at, sort=("submitted_at",)),
        Column(gettext_lazy("Where the consumer filed"), lambda row: _body(row[0].home)),
        Column(gettext_lazy("Who handles it"), lambda row: _body(row[0].lead)),
        Column(pgettext_lazy("cases", "Stage"), lambda row: life.STAGES[row[0].stage].desk),
        Column(
            gettext_lazy("Sum ({currency})"),
            lambda row: spoken.figures(row[0].settled_fen) if row[0].settled_fen else "",
            is_number=True,
        ),
    ),
    lead=gettext_lazy(
        "Those of your lists: of your city, or of all cities for the secretariat and auditors."
    ),
    back=_back,
    more=_named,
    template="insight/yearly/cases.html",
    file="yearly-sheet-cases",
    empty=gettext_lazy("No case of your lists is counted here."),
)
