"""The plan on the office's pages: what it says, what it lacks; as a file, in and out; taken over from another test."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.kit import clock
from huaihai.kit.paging import PER_PAGE, Page, page_of
from huaihai.supervision.facts import MENU_KEY, may_write, project_or_404, writing
from huaihai.supervision.grading.shape import KEY
from huaihai.supervision.models import Project, ProjectQuerySet
from huaihai.supervision.testing.planning import facts, files
from huaihai.supervision.testing.planning.checking import Lack, lacks
from huaihai.supervision.testing.planning.files import plan_in
from huaihai.supervision.testing.planning.forms import CopyForm, FileForm
from huaihai.supervision.testing.planning.reading import rows_of
from huaihai.supervision.testing.planning.verbs import fresh, in_work
from huaihai.supervision.verbs import write_plan


def page_of_rows[T](rows: Sequence[T], asked: str | None, *, per_page: int = PER_PAGE) -> Page[T]:
    """The page a reader asked for. Nonsense gives the first, too far gives the last."""
    number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    number = min(max(1, number), max(1, -(-len(rows) // per_page)))
    start = (number - 1) * per_page
    return Page(rows[start : start + per_page], number, len(rows), is_more=False, per_page=per_page)


MOST_SHOWN = 40  # of what is lacking


@require_safe
@readers
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan in work with its check list."""
    found = test_or_404(request, pk)
    held = in_work(found)
    lacking = lacks(found.plan)
    context = (
        frame(request, MENU_KEY)
        | _in_words(held)
        | {
            "project": found,
            "may_write": may_write(request, found),
            "lacking": [(lack.sentence, _mended_at(found, lack)) for lack in lacking[:MOST_SHOWN]],
            "more": max(0, len(lacking) - MOST_SHOWN),
            "page": page_of_rows(facts.products(held), request.GET.get("page")),
            "is_registered": found.registered is not None and found.registered.plan == found.plan,
        }
    )
    return render(request, "supervision/testing/planning/plan.html", context)


@require_safe
@readers
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan as a sheet to print and sign: the registered one, or the one in work if there is none."""
    found = test_or_404(request, pk)
    version = found.registered
    held = version.plan if version is not None else in_work(found)
    context = _in_words(held) | {
        "project": found,
        "version": version,
        "products": facts.products(held),
        "is_paper": True,
    }
    return render(request, "supervision/testing/planning/print.html", context)


def test_or_404(request: HttpRequest, pk: UUID) -> Project:
    """A comparative test that the reader may see. Raises Http404."""
    found = project_or_404(request, pk)
    if found.kind != Project.Kind.TEST:
        raise Http404
    return found


def plan_url(project: Project) -> str:
    """The address of the plan's page."""
    return reverse("office-test-plan", args=[project.pk])


def _in_words(held: dict[str, Any]) -> dict[str, Any]:
    return facts.rules(held) | {"facts": facts.facts(held), "counting": facts.counting(held)}


def _mended_at(project: Project, lack: Lack) -> str:
    """Where what is lacking is mended; its list where the row has no page."""
    if lack.part in ("basics", "counting", "grades"):
        return reverse(f"office-test-plan-{lack.part}", args=[project.pk])
    row = next((row for row in rows_of(project.plan, lack.part) if row.get("key") == lack.key), None)
    if row is not None and KEY.fullmatch(lack.key):
        return reverse("office-test-plan-row", args=[project.pk, lack.part, lack.key])
    if _can_be_begun(project, lack):
        return reverse("office-test-plan-row-new", args=[project.pk, lack.part])
    return f"#{lack.part}"


def _can_be_begun(project: Project, lack: Lack) -> bool:
    """Whether the list is empty and its first row can be written; an item needs a group."""
    is_empty = not lack.key and not rows_of(project.plan, lack.part)
    return is_empty and (lack.part != "items" or bool(rows_of(project.plan, "groups")))


SAVE, SAVED = _("Save"), _("Saved.")


def change(
    request: HttpRequest,
    project: Project,
    title: Promise | str,
    *,
    form: Callable[..., Any],
    act: Callable[..., Any],
    button: Promise | str = SAVE,
    lead: Promise | str = "",
    template: str = "desk/question.html",
    done: Promise | str = SAVED,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """A page that changes the plan in work and leads back to it."""
    question = Question(
        current=MENU_KEY,
        title=title,
        button=button,
        back=plan_url(project),
        back_label=pgettext_lazy("test", "Plan"),
        lead=lead,
        template=template,
        **writing(request, project),
        context=context or {},
    )
    return ask(
        request,
        question,
        form=form,
        act=lambda made: act(made, seen=made.version_seen, by=actor_of(request), at=clock.now()),
        done=done,
        to=plan_url(project),
    )


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@asking
@readers
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole plan out of a spreadsheet or JSON."""
    found = test_or_404(request, pk)

    def act(form: Any, **said: Any) -> Project:
        read = plan_in(form.cleaned_data["file"].read())
        return write_plan(found, fresh(found) | {k: v for k, v in read.items() if v != ""}, **said)

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
    return _file(files.workbook(in_work(found)), XLSX, f"plan-{found.number}.xlsx")


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
        return write_plan(found, plan | {"seed": found.number}, **said)

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
