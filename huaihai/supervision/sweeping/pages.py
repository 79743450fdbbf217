"""The page of a sweep, its plan and its board; and what all pages of a sweep share."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.desk.asking import asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.kit import clock, guards, local_words
from huaihai.kit.computed import cache
from huaihai.kit.form_fields import Day, Line, SeenForm
from huaihai.law import kinds
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.supervision import powers
from huaihai.supervision.facts import MENU_KEY, change_plan, may_write, project_or_404, shell
from huaihai.supervision.models import Finding, Measure, Photo, Project
from huaihai.supervision.public import public_or_404
from huaihai.supervision.sweeping.board import Board, board
from huaihai.supervision.sweeping.life import CHECKABLE, KINDS, LIVING, SEVERITIES
from huaihai.supervision.sweeping.plan import FOLLOWING, LIMITS, MOST_DAYS, MOST_TARGET, Plan, parse, written

sweep_or_404 = partial(project_or_404, kind=Project.Kind.SWEEP)


def plan_of(project: Project) -> Plan:
    """The plan that counts: the registered one, before that the one in work."""
    return parse(project.registered.plan if project.registered else project.plan)


def city_of(request: HttpRequest, project: Project) -> Organisation | None:
    """The reader's city, if it takes part and the reader works there."""
    part = powers.city_of(actor_of(request), project)
    return part.body if part else None


def finding_or_404(request: HttpRequest, project: UUID, pk: UUID) -> Finding:
    """One finding of this sweep. Raises Http404."""
    rows = Finding.objects.visible_to(actor_of(request)).filter(project=project, pk=pk)
    rows = rows.select_related(
        "project__registered", "project__lead", "city", "business", "clock", "mark", "inspection", "exposure"
    )
    found = rows.first()
    if found is None:
        raise Http404
    return found


def measure_or_404(request: HttpRequest, project: UUID, pk: UUID) -> Measure:
    """One measure of this sweep; every reader of the office's pages may see it. Raises Http404."""
    sweep_or_404(request, project)
    rows = Measure.objects.select_related("project__registered", "project__lead", "body", "talk")
    found = rows.filter(project=project, pk=pk).first()
    if found is None:
        raise Http404
    return found


def photos_about(*keys: str) -> dict[str, list[Photo]]:
    """The photos of these things, by the key of what they show; one query."""
    found: dict[str, list[Photo]] = {key: [] for key in keys}
    for photo in Photo.objects.filter(about__in=keys).order_by("taken_at", "pk"):
        found[photo.about].append(photo)
    return found


def address(name: str, project: Project, *more: Any) -> str:
    """The address of one of a sweep's pages for staff."""
    return reverse(name, args=[project.pk, *more])


def _number(**options: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(widget=widget, **options)


class PlanForm(SeenForm):
    """All of the plan but the checklist."""

    trade = forms.ChoiceField(label=pgettext_lazy("sweep", "Which trade?"))
    what = Line(
        label=gettext_lazy("Which places, in a few words?"), help_text=gettext_lazy("For instance: gyms.")
    )
    first = Day(label=gettext_lazy("First day of the week"), earliest=-400, latest=800)
    last = Day(label=gettext_lazy("Last day of the week"), earliest=-400, latest=800)
    target = _number(
        label=gettext_lazy("How many places does each city check?"),
        min_value=1,
        max_value=MOST_TARGET,
        help_text=gettext_lazy("A city's own share, if it has one, goes first."),
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        self.plan = plan
        first, last = plan.week
        held = {"trade": plan.trade, "what": plan.what, "first": first, "last": last}
        initial = held | {"target": plan.target or None} | _severity_values(plan)
        super().__init__(*args, initial=initial, **options)
        trade = self.fields["trade"]
        assert isinstance(trade, forms.ChoiceField)  # noqa: S101 # tells the type checker
        trade.choices = [(one.code, local_words.said(one)) for one in kinds.CATEGORIES]
        for key, label in SEVERITIES.items():
            self._add_severity(key, str(label))

    def _add_severity(self, key: str, label: str) -> None:
        self.fields[f"days_{key}"] = _number(
            label=_("%(severity)s: how many days to cure it?") % {"severity": label},
            min_value=1,
            max_value=MOST_DAYS,
            help_text=_("%(n)d days are proposed; you may write another number.") % {"n": LIMITS[key].number},
        )
        self.fields[f"follow_{key}"] = forms.MultipleChoiceField(
            label=_("%(severity)s: what follows?") % {"severity": label},
            choices=[(kind, str(KINDS[kind])) for kind in FOLLOWING],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Please tick at least one.")},
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        return cleaned

    def changed_plan(self) -> Plan:
        """The plan with what was typed."""
        said = self.cleaned_data
        return replace(
            self.plan,
            trade=said["trade"],
            what=said["what"],
            week=(said["first"], said["last"]),
            target=said["target"],
            cure_days=tuple((key, said[f"days_{key}"]) for key in SEVERITIES),
            follow=tuple((key, tuple(said[f"follow_{key}"])) for key in SEVERITIES),
        )


def _severity_values(plan: Plan) -> dict[str, Any]:
    days = dict(plan.cure_days)
    held: dict[str, Any] = {f"days_{key}": days.get(key) or limit.number for key, limit in LIMITS.items()}
    return held | {f"follow_{key}": list(plan.follows(key)) for key in SEVERITIES}


@asking
@readers
def plan(request: HttpRequest, project: UUID) -> HttpResponse:
    """Trade, week (as it was given when the sweep was opened), number of places, days to cure, what follows."""
    found = sweep_or_404(request, project)
    if not may_write(request, found):
        raise Http404
    held = parse(found.plan)
    return change_plan(
        request,
        found,
        partial(PlanForm, plan=held),
        lambda form: written(form.changed_plan()),
        title=gettext_lazy("Plan of the sweep"),
        button=gettext_lazy("Save the plan"),
        context={"project": found},
        done=gettext_lazy("The plan is saved. It counts once it is registered."),
        to=lambda made: address("sweep-checklist-writing", made) if not held.items else made.office_url,
    )


TASKS = (
    ("untold", gettext_lazy("Findings from which nothing has followed yet")),
    ("due", pgettext_lazy("findings", "Re-checks that are due")),
    ("uncured", gettext_lazy("Not cured: what follows has to be decided")),
)


def office_page(request: HttpRequest, project: Project) -> HttpResponse:
    """For `supervision.kinds`."""
    city = city_of(request, project)
    is_open = may_write(request, project)
    context = shell(request, project) | {
        "plan": parse(project.plan) if is_open else plan_of(project),
        "may_write": is_open,
        "city": city,
        "board": board(project) if project.registered else None,
        "tasks": _tasks(project, city) if city else [],
        "may_check": city is not None and project.stage == "running",
    }
    return render(request, "supervision/sweeping/office.html", context)


def _tasks(project: Project, city: Organisation) -> list[dict[str, Any]]:
    """What waits for a city, counted in one query."""
    late = Q(clock__name="recheck", clock__due_on__lt=clock.today(), stage__in=CHECKABLE)
    counts = Finding.objects.filter(project=project, city=city, stage__in=LIVING).aggregate(
        untold=Count("pk", filter=Q(stage="open")),
        due=Count("pk", filter=Q(stage__in=CHECKABLE)),
        uncured=Count("pk", filter=Q(stage="uncured")),
        late=Count("pk", filter=late),
    )
    return [
        {"show": key, "label": label, "n": counts[key], "late": counts["late"] if key == "due" else 0}
        for key, label in TASKS
    ]


SECONDS = 600  # that numbers are kept as long as nothing new has come


@never_cache
@require_safe
@readers
def staff_board(request: HttpRequest, project: UUID) -> HttpResponse:
    """The board with the doors to each city's findings."""
    found = sweep_or_404(request, project)
    context = frame(request, MENU_KEY) | _board_facts(found) | {"is_staff": True}
    return render(request, "supervision/sweeping/staff_board.html", context)


@never_cache
@require_safe
@guards.same_for_all
def public_board(request: HttpRequest, number: str) -> HttpResponse:
    """The board for everybody, from the first day of the week on."""
    found = public_or_404(number)
    if found.kind != Project.Kind.SWEEP or found.stage in ("draft", "registered", "dropped"):
        raise Http404
    return render(request, "supervision/sweeping/public_board.html", _board_facts(found))


def _board_facts(project: Project) -> dict[str, Any]:
    return {"project": project, "plan": plan_of(project), "board": _counted(project), "now": clock.now()}


def _counted(project: Project) -> Board:
    """The numbers, counted once until something new is written, however many look on."""
    last = events.history(project.record_key).values_list("hash", flat=True).last()
    held = f"sweep-board:{last}:{get_language()}"
    found: Board | None = cache.get_or_set(held, lambda: board(project), SECONDS)
    return found or board(project)
