"""A plan as a file, in and out, and the plan of an earlier test taken over."""

import json
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.kit.paging import page_of
from huaihai.supervision.models import Project, ProjectQuerySet
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.testing.planning import editing, sheets
from huaihai.supervision.testing.planning.changing import change
from huaihai.supervision.testing.planning.files import plan_in
from huaihai.supervision.testing.planning.forms import CopyForm, FileForm
from huaihai.supervision.testing.planning.fresh import fresh, in_work
from huaihai.supervision.testing.planning.pages import may_write, test_or_404

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@asking
@readers
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole plan out of a spreadsheet or JSON."""
    found = test_or_404(request, pk)

    def act(form: Any, **said: Any) -> Project:
        read = plan_in(form.cleaned_data["file"].read())
        return editing.replace_plan(found, fresh(found) | {k: v for k, v in read.items() if v != ""}, **said)

    return change(
        request,
        found,
        _("Plan from a file"),
        button=_("Take it over"),
        template="supervision/testing/planning/upload.html",
        context={"project": found},
        form=partial(FileForm, seen=found.version),
        act=act,
        done=_("The plan is taken over. Please look at what it still lacks."),
    )


@require_safe
@readers
def spreadsheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan in work as xlsx, to be filled in and sent back."""
    found = test_or_404(request, pk)
    return _file(sheets.workbook(in_work(found)), XLSX, f"plan-{found.number}.xlsx")


@require_safe
@readers
def as_json(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan in work as JSON."""
    found = test_or_404(request, pk)
    text = json.dumps(in_work(found), ensure_ascii=False, indent=1)
    return _file(text.encode(), "application/json", f"plan-{found.number}.json")


@require_safe
@readers
def earlier(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tests whose plan can be taken over."""
    found = test_or_404(request, pk)
    context = frame(request, MENU_KEY) | {
        "project": found,
        "page": page_of(_earlier(request, found), request.GET.get("page")),
        "may_write": may_write(request, found),
    }
    return render(request, "supervision/testing/planning/earlier.html", context)


@asking
@readers
def copy(request: HttpRequest, pk: UUID, source_id: UUID) -> HttpResponse:
    """Taking over the plan of one of them."""
    found = test_or_404(request, pk)
    source = get_object_or_404(_earlier(request, found), pk=source_id)

    def act(form: Any, **said: Any) -> Project:
        plan = dict(source.registered.plan) if source.registered else {}
        if not form.cleaned_data["with_products"]:
            plan["products"] = []
        return editing.replace_plan(found, plan | {"seed": found.number}, **said)

    return change(
        request,
        found,
        _("Take over an earlier plan"),
        button=_("Take it over"),
        lead=_("“%(title)s” takes the place of the plan in work.") % {"title": source.title},
        form=partial(CopyForm, seen=found.version),
        act=act,
        done=_("The plan is taken over. Please look at what it still lacks."),
    )


def _earlier(request: HttpRequest, project: Project) -> ProjectQuerySet:
    rows = Project.objects.visible_to(actor_of(request)).filter(
        kind=Project.Kind.TEST, registered__isnull=False
    )
    return rows.exclude(pk=project.pk).select_related("registered", "lead")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
