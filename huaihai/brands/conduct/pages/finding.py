"""The proceeding, report or file that a page is about, if the reader may see it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from huaihai.brands.models import ConductReport, Entry, Proceeding, StatementFile
from huaihai.desk.frame import actor_of


def proceeding_or_404(request: HttpRequest, pk: UUID, *, own: bool = False) -> Proceeding:
    """The proceeding; `own`: of a business that the reader answers for. Raises Http404."""
    found = _rows(request, own=own).filter(pk=pk).first()
    if found is None:
        raise Http404
    row: Proceeding = found
    return row


def report_or_404(request: HttpRequest, pk: UUID) -> ConductReport:
    """The report, for staff. Raises Http404."""
    rows = ConductReport.objects.filter(entry__in=Entry.objects.visible_to(actor_of(request)))
    found: ConductReport | None = (
        rows.select_related("entry__body", "entry__business", "entry__place").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


def file_or_404(request: HttpRequest, pk: UUID, *, own: bool = False) -> StatementFile:
    """A file of a statement. Raises Http404."""
    rows = StatementFile.objects.filter(statement__proceeding__in=_rows(request, own=own).values("pk"))
    found: StatementFile | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _rows(request: HttpRequest, *, own: bool) -> Any:
    entries = Entry.objects.visible_to(actor_of(request))
    if own:
        entries = entries.filter(business__in=list(actor_of(request).business_ids))
    rows = Proceeding.objects.filter(entry__in=entries)
    return rows.select_related("entry__body", "entry__business", "entry__place", "entry__criteria", "motion")
