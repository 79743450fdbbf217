"""Who may do what in a project. Nothing is stored but the roles of a project: posts and the office's term decide."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed
from huaihai.governance import standing
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.supervision.models import Project, ProjectCity, ProjectRole

WORKING = frozenset({Role.OFFICER.value, Role.MEDIATOR.value, Role.HEAD.value, Role.SECRETARIAT.value})


def works(actor: Actor) -> bool:
    """Whether the actor is staff who do something here: an auditor only reads."""
    return actor.kind == "system" or (actor.kind == "officer" and bool(actor.roles & WORKING))


def may_open(actor: Actor, lead: Organisation | None, *, on: date) -> bool:
    """Whether the actor may plan a project that this body (None: the alliance) leads."""
    if not works(actor):
        return False
    if lead is None:
        return standing.is_office(actor, on=on)
    return actor.kind == "system" or (actor.organisation is not None and actor.organisation.is_within(lead))


def may_lead_for(actor: Actor, *, on: date) -> list[Organisation | None]:
    """For whom the actor may plan a project: the own city's body, the alliance (None) for the office."""
    body = actor.organisation
    if not works(actor) or body is None:
        return []
    own: list[Organisation | None] = [body] if body == body.city else []
    return [*own, None] if standing.is_office(actor, on=on) else own


def leads(actor: Actor, project: Project, *, on: date) -> bool:
    """Whether the actor plans, registers, finishes and releases this project."""
    return may_open(actor, project.lead, on=on)


def require_leader(project: Project, by: Actor, at: datetime) -> None:
    """Raises NotAllowed for whoever does not lead this project."""
    if not leads(by, project, on=local_day(at)):
        raise NotAllowed(_("Only the body that leads this project can do that."))


def city_of(actor: Actor, project: Project) -> ProjectCity | None:
    """The part of the actor's own city in the project; None if it has none."""
    if not works(actor) or actor.organisation is None:
        return None
    city = actor.organisation.city
    if city is None:
        return None
    return project.cities.filter(body=city).select_related("body").first()


def takes_part(actor: Actor, project: Project, *, on: date) -> bool:
    """Whether the actor may collect for this project: its leader's staff, or staff of a city that takes part."""
    return leads(actor, project, on=on) or city_of(actor, project) is not None


def looks_into(actor: Actor, project: Project, *, on: date) -> bool:
    """Whether the actor may read what was found before it is released: who takes part or has a part, and the auditor.

    Names of makers with results that nobody has heard them about do not go round in all cities.
    """
    if Role.AUDITOR in actor.roles or takes_part(actor, project, on=on):
        return True
    rows = ProjectRole.objects.filter(project=project, account=actor.account_id, until=None)
    return actor.account_id is not None and rows.exists()


def holds(actor: Actor, project: Project, role: str) -> bool:
    """Whether the actor holds this role in the project today."""
    rows = ProjectRole.objects.filter(project=project, role=role, until=None)
    return actor.account_id is not None and rows.filter(account=actor.account_id).exists()
