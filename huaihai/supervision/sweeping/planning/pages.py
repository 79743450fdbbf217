"""The plan on the pages of the office, without its checklist."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.asking import ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotPossible
from huaihai.kit import clock
from huaihai.supervision import powers
from huaihai.supervision.actions import planning
from huaihai.supervision.lives import PROJECT
from huaihai.supervision.models import Project
from huaihai.supervision.sweeping.pages import address, question, sweep_or_404
from huaihai.supervision.sweeping.plan import Plan, parse, written
from huaihai.supervision.sweeping.planning.forms import PlanForm


@asking
@readers
def plan(request: HttpRequest, project: UUID) -> HttpResponse:
    """Trade, week (as it was given when the sweep was opened), number of places, days to cure, what follows."""
    found = sweep_or_404(request, project)
    if not may_write(request, found):
        raise Http404
    held = parse(found.plan)
    return ask(
        request,
        question(
            found,
            title=gettext_lazy("Plan of the sweep"),
            button=gettext_lazy("Save the plan"),
            context={"project": found},
        ),
        form=partial(PlanForm, plan=held, seen=found.version),
        act=lambda form: write(request, found, form.changed_plan(), form.version_seen),
        done=gettext_lazy("The plan is saved. It counts once it is registered."),
        to=lambda made: address("sweep-checklist-writing", made) if not held.items else made.office_url,
    )


def may_write(request: HttpRequest, project: Project) -> bool:
    """Whether the reader may change the plan now."""
    is_leader = powers.leads(actor_of(request), project, on=clock.today())
    return is_leader and PROJECT.can("write plan", project.stage)


def write(request: HttpRequest, project: Project, changed: Plan, seen: int) -> Project:
    """The plan in work is this one now. Raises NotAllowed, NotPossible, Moved."""
    if not PROJECT.can("write plan", project.stage):
        raise NotPossible(_("The plan cannot be changed any more."))
    return planning.write_plan(project, written(changed), seen=seen, by=actor_of(request), at=clock.now())
