"""Opening a project or one like an earlier one, writing its plan, registering it, starting, ending and dropping it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.verbs import page
from huaihai.kit import spoken
from huaihai.kit.canonical import digest
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision import cities as supervision_cities
from huaihai.supervision import powers
from huaihai.supervision.forms import STAYS, CityPart, ReasonForm, RegistrationForm
from huaihai.supervision.kinds import subject_of
from huaihai.supervision.models import PlanVersion, Project
from huaihai.supervision.moving import moving, seal

TRIES = 20  # so many may open at one moment


def create(*, year: int, **facts: Any) -> Project:
    """A stored project with the next number of its year; who comes second at the same moment gets the one after.

    Raises IntegrityError where something else than the number is refused.
    """
    for _try in range(TRIES):
        number = next_number(year)
        try:
            with transaction.atomic():
                return Project.objects.create(number=number, year=year, **facts)
        except IntegrityError:
            if not Project.objects.filter(number=number).exists():
                raise
    raise IntegrityError(f"no free number found for {year}")


def next_number(year: int) -> str:
    """The number after the highest that is given: "2026-3"."""
    taken = Project.objects.filter(year=year).values_list("number", flat=True)
    last = max((int(number.partition("-")[2]) for number in taken), default=0)
    return f"{year}-{last + 1}"


def opening_hash(project: Project) -> str:
    """SHA-256 over what was said when it was opened and never changes, as 64 hexadecimal digits."""
    said = {
        "year": project.year,
        "title": project.title,
        "theme": str(project.theme),
        "question": project.question,
        "lead": project.lead.key if project.lead else "alliance",
        "days": [str(project.starts_on or ""), str(project.ends_on or "")],
        "opened": [project.opened_at.astimezone(UTC).isoformat(), project.opened_by],
    }
    return digest(said)


def open_project(
    *,
    kind: str,
    title: str,
    theme: str,
    question: str = "",
    lead: Organisation | None,
    year: int,
    starts_on: date | None = None,
    ends_on: date | None = None,
    plan: Mapping[str, Any] | None = None,
    cities: Sequence[CityPart] = (),
    by: Actor,
    at: datetime,
) -> Project:
    """A new project, a draft with a number of its year. Raises NotAllowed, Unfit."""
    if not powers.may_open(by, lead, on=local_day(at)):
        raise NotAllowed(_("Only the body that leads it, or the office for the alliance, can plan this."))
    said = storable_name(title)
    if not said:
        raise Unfit("title", _("Please give it a title."))
    if starts_on and ends_on and ends_on < starts_on:
        raise Unfit("ends_on", _("The last day is before the first."))
    with transaction.atomic():
        project = create(
            year=year,
            kind=Project.Kind(kind),
            title=said,
            theme=Project.Theme(theme),
            question=storable(question),
            lead=lead,
            stage="draft",
            plan=dict(plan or {}),
            starts_on=starts_on,
            ends_on=ends_on,
            opened_at=at,
            opened_by=by.key,
        )
        facts = {"number": project.number, "kind": project.kind, "opening": opening_hash(project)}
        parts = supervision_cities.put(project, cities, by=by, at=at)
        seal(project, "open", [], by=by, at=at, facts={**facts, **parts})
    return project


def write_plan(
    project: Project, plan: Mapping[str, Any], *, seen: int | None = None, by: Actor, at: datetime
) -> Project:
    """The plan in work, whole; what is registered stays. Raises NotAllowed, NotPossible, Moved."""
    powers.require_leader(project, by, at)
    with moving(project, "write plan", by=by, at=at, seen=seen) as move:
        move.row.plan = dict(plan)
        move.facts["draft_hash"] = digest(plan)
    return project


@page(
    "registration",
    "register",
    gettext_lazy("Register the plan"),
    gettext_lazy("The plan is registered."),
    form=RegistrationForm,
    options=lambda _actor, project: {"is_first": project.registered is None},
    lead=gettext_lazy(
        "The plan is fixed with its fingerprint and becomes public. Nothing is collected before; "
        "what changes later stands beside it with its reason."
    ),
    button=gettext_lazy("Register it"),
    when=lambda project: project.registered is None or project.registered.plan != project.plan,
)
def register(
    project: Project, *, reason: str = "", seen: int | None = None, by: Actor, at: datetime
) -> PlanVersion:
    """Freeze the plan in work as the next version, with its hash; before anything is collected.

    A later version needs a reason. Raises NotAllowed, NotPossible (with all that the plan lacks), Unfit, Moved.
    """
    powers.require_leader(project, by, at)
    with moving(project, "register", by=by, at=at, seen=seen) as move:
        held = move.row
        subject = subject_of(held.kind)
        lacks = [*subject.problems(held.plan), *subject.hindrances(held, "register", at=at)]
        if lacks:
            raise NotPossible(spoken.run_on(lacks))
        number = held.plan_versions.count() + 1
        said = storable_name(reason)
        if number > 1 and not said:
            raise Unfit("reason", _("Please say why the registered plan changes."))
        if held.registered is not None and held.registered.plan_hash == digest(held.plan):
            raise NotPossible(_("This plan is registered already."))
        made = PlanVersion(
            project=held,
            number=number,
            plan=held.plan,
            plan_hash=digest(held.plan),
            reason=said,
            at=at,
            by=by.key,
        )
        made.save(force_insert=True)
        held.registered = made
        move.facts |= {
            "plan": number,
            "plan_hash": made.plan_hash,
            "sealed": [[made.seal_key, made.fingerprint]],
        }
    return made


@page(
    "start",
    "start",
    gettext_lazy("Begin to collect"),
    gettext_lazy("Collecting has begun."),
    lead=gettext_lazy("From here the plan cannot be changed any more."),
)
def start(project: Project, *, seen: int | None = None, by: Actor, at: datetime) -> Project:
    """Collecting begins; the plan is fixed from here. Raises NotAllowed, NotPossible, Moved."""
    return move_on(project, "start", seen=seen, by=by, at=at)


@page(
    "finish",
    "finish",
    gettext_lazy("End collecting"),
    gettext_lazy("Collecting has ended."),
    lead=gettext_lazy("Next it is checked, and those concerned are heard."),
)
def finish(project: Project, *, seen: int | None = None, by: Actor, at: datetime) -> Project:
    """Collecting has ended; checking begins. Raises NotAllowed, NotPossible, Moved."""
    return move_on(project, "finish", seen=seen, by=by, at=at)


@page(
    "reopening",
    "reopen",
    gettext_lazy("Collect again"),
    gettext_lazy("Collecting goes on."),
    form=ReasonForm,
    lead=STAYS,
    tone="plain",
)
def reopen(project: Project, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> Project:
    """Collect again, with a reason. Raises NotAllowed, NotPossible, Unfit, Moved."""
    return _with_reason(project, "reopen", reason, seen=seen, by=by, at=at)


@page(
    "dropping",
    "drop",
    pgettext_lazy("project", "Drop it"),
    gettext_lazy("The project is dropped."),
    form=ReasonForm,
    lead=STAYS,
    tone="late",
    when=lambda project: project.published_at is None,
)
def drop(project: Project, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> Project:
    """It is not done after all; a registered one stays public with the reason. Raises as `reopen`."""
    return _with_reason(project, "drop", reason, seen=seen, by=by, at=at)


def move_on(project: Project, verb: str, *, seen: int | None = None, by: Actor, at: datetime) -> Project:
    """A step that its kind may hinder. Raises NotAllowed, NotPossible, Moved."""
    powers.require_leader(project, by, at)
    with moving(project, verb, by=by, at=at, seen=seen) as move:
        if hindered := subject_of(project.kind).hindrances(move.row, verb, at=at):
            raise NotPossible(spoken.run_on(hindered))
        registered = move.row.registered
        if verb == "start" and (registered is None or digest(move.row.plan) != registered.plan_hash):
            raise NotPossible(
                _("The plan in work is another one than the registered. Please register it first.")
            )
    return project


def _with_reason(
    project: Project, verb: str, reason: str, *, seen: int | None, by: Actor, at: datetime
) -> Project:
    powers.require_leader(project, by, at)
    said = storable(reason).strip()
    if not said:
        raise Unfit("reason", _("Please say why."))
    with moving(project, verb, by=by, at=at, seen=seen, text=said) as move:
        if verb == "drop" and move.row.published_at is not None:
            raise NotPossible(_("What is published is not dropped: it is corrected, or its text withdrawn."))
    return project


def copy_project(
    source: Project,
    *,
    title: str,
    lead: Organisation | None,
    cities: Sequence[Organisation],
    starts_on: date | None,
    ends_on: date | None,
    by: Actor,
    at: datetime,
) -> Project:
    """A draft with the plan that counted in `source`; a city keeps its share, a new one is asked for the usual.

    Raises NotAllowed, Unfit.
    """
    parts = {part.body_id: part for part in source.all_cities.all()}
    (usual, _times), *_rest = Counter(part.share for part in parts.values()).most_common(1) or [(0, 0)]
    with transaction.atomic():
        project = open_project(
            kind=source.kind,
            title=title,
            theme=source.theme,
            question=source.question,
            lead=lead,
            year=(starts_on or local_day(at)).year,
            starts_on=starts_on,
            ends_on=ends_on,
            cities=[
                CityPart(body, parts[body.pk].share, parts[body.pk].budget_fen)
                if body.pk in parts
                else CityPart(body, usual)
                for body in cities
            ],
            by=by,
            at=at,
        )
        return write_plan(project, _renewed(source, project), by=by, at=at)


def week(starts_on: date | None, ends_on: date | None) -> list[str]:
    """The days of a project as the plan of a sweep keeps them."""
    return [starts_on.isoformat(), ends_on.isoformat()] if starts_on and ends_on else ["", ""]


def _renewed(source: Project, project: Project) -> dict[str, Any]:
    """The plan without what belonged to one project alone: its week, and the seed of its draws."""
    plan: dict[str, Any] = deepcopy(source.registered.plan if source.registered else source.plan)
    if project.kind == Project.Kind.SWEEP:
        plan["week"] = week(project.starts_on, project.ends_on)
    if "seed" in plan:
        plan["seed"] = project.number
    return plan
