"""Samples on the office's pages: all of a test, one by its QR or code, its report, the labels."""

from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.businesses.register.addresses import whole
from huaihai.governance.office.frame import actor_of, frame, readers
from huaihai.kit import clock
from huaihai.kit.paging import page_of
from huaihai.supervision import powers
from huaihai.supervision.models import Project, Sample, SampleQuerySet
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.testing.buying import codes
from huaihai.supervision.testing.custody import telling
from huaihai.supervision.testing.custody.chain import chain
from huaihai.supervision.testing.custody.keeping import steps_of
from huaihai.supervision.testing.planning.pages import test_or_404

LABELS_A_PAGE = 40
SHOWN = {
    "": gettext_lazy("All"),
    "mine": gettext_lazy("In my hands"),
    "waiting": gettext_lazy("Waiting for me"),
    "doubtful": gettext_lazy("Doubtful"),
    "spare": gettext_lazy("Spare samples"),
}


@require_safe
@readers
def samples(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The samples of a test: who has each, where, and which are doubtful."""
    found = test_or_404(request, pk)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in SHOWN else ""
    page = page_of(_chosen(request, found, chosen), request.GET.get("page"))
    context = frame(request, MENU_KEY) | {
        "project": found,
        "page": page,
        "rows": telling.rows(list(page.rows)),
        "choices": SHOWN.items(),
        "chosen": chosen,
        "may_act": may_act(request, found),
    }
    return render(request, "supervision/testing/custody/list.html", context)


@require_safe
@readers
def find(request: HttpRequest) -> HttpResponse:
    """A code that was typed because the QR cannot be scanned."""
    code = codes.read(request.GET.get("code", "")[:40])
    if Sample.objects.filter(code=code).exists():
        return HttpResponseRedirect(reverse("office-sample", args=[code]))
    if request.GET.get("code"):
        messages.warning(request, _("There is no sample with this code. Please compare it letter by letter."))
    return render(request, "supervision/testing/custody/find.html", frame(request, MENU_KEY))


@require_safe
@readers
def sample(request: HttpRequest, code: str) -> HttpResponse:
    """One sample, as its QR opens it: who has it, what can be done, all its steps."""
    found = sample_or_404(request, code)
    context = frame(request, MENU_KEY) | _told(request, found)
    return render(request, "supervision/testing/custody/one.html", context)


@require_safe
@readers
def report(request: HttpRequest, code: str) -> HttpResponse:
    """The whole custody of one sample, to be printed."""
    found = sample_or_404(request, code)
    return render(request, "supervision/testing/custody/report.html", _told(request, found))


@require_safe
@readers
def labels(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Labels to stick on: QR and code, nothing else. Of one purchase, or of all of the test, forty a sheet."""
    found = test_or_404(request, pk)
    rows = Sample.objects.filter(project=found).order_by("product", "kind", "number", "pk")
    wanted = request.GET.get("purchase", "")
    if wanted:
        rows = rows.filter(purchase=_uuid(wanted))
    page = page_of(rows, request.GET.get("page"), per_page=LABELS_A_PAGE)
    context = {
        "project": found,
        "page": page,
        "labels": [(row, _qr(whole(request, row.get_absolute_url()))) for row in page.rows],
    }
    return render(request, "supervision/testing/custody/labels.html", context)


def sample_or_404(request: HttpRequest, code: str) -> Sample:
    """The sample with this code, however it is spelt, if the reader may see its test. Raises Http404."""
    visible = Project.objects.visible_to(actor_of(request))
    rows = Sample.objects.filter(code=codes.read(code[:40]), project__in=visible)
    found: Sample | None = rows.select_related("project", "purchase").first()
    if found is None:
        raise Http404
    return found


def may_act(request: HttpRequest, project: Project) -> bool:
    """Whether the reader may record custody now."""
    is_under_way = project.stage in ("running", "checking")
    return is_under_way and powers.takes_part(actor_of(request), project, on=clock.today())


def _told(request: HttpRequest, found: Sample) -> dict[str, Any]:
    actor = actor_of(request)
    steps = steps_of([found])[found.pk]
    held = chain(steps, found.seal_number)
    names = telling.people([found], steps)
    pending = held.pending
    can = may_act(request, found.project) and held.stage != "aside"
    return {
        "sample": found,
        "project": found.project,
        "lines": telling.lines(steps, held, names),
        "doubts": [str(telling.DOUBTS[doubt.kind]) for doubt in held.doubts],
        "holder": telling.holder_said(found, names),
        "pending": pending,
        "pending_name": (pending.to_name or names.get(pending.to_key, "")) if pending else "",
        "may_act": can,
        "is_mine": held.holder == actor.key,
        "is_for_me": pending is not None and pending.to_key == actor.key,
        "may_attest": can and any(doubt.who == actor.key for doubt in held.doubts),
        "may_set_aside": can and powers.leads(actor, found.project, on=clock.today()),
        "own_key": actor.key,
    }


def _chosen(request: HttpRequest, project: Project, chosen: str) -> SampleQuerySet:
    rows: SampleQuerySet = Sample.objects.filter(project=project).order_by("product", "kind", "number", "pk")
    key = actor_of(request).key
    if chosen == "mine":
        return rows.in_use().filter(holder=key)
    if chosen == "waiting":
        return rows.in_use().filter(pending_to=key)
    if chosen == "doubtful":
        return rows.doubtful()
    return rows.spare() if chosen == "spare" else rows


def _qr(address: str) -> str:
    return mark_safe(segno.make(address, error="m", micro=False).svg_inline(border=2, scale=3))  # noqa: S308 # drawn here


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
