"""The parts that people play in a project: what each is, giving one, ending it. The record names no person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Post
from huaihai.record.models import Event
from huaihai.supervision import powers
from huaihai.supervision.models import Project, ProjectRole
from huaihai.supervision.moving import lock, seal

type Words = Promise | str

TEST, VISIT = Project.Kind.TEST, Project.Kind.VISIT


@dataclass(frozen=True)
class Part:
    """A part; `apart` names those that the same person cannot play in the same project, `kinds` where it exists
    (empty: in all)."""

    label: Words
    does: Words
    kinds: frozenset[str] = field(default_factory=frozenset)
    apart: frozenset[str] = field(default_factory=frozenset)


ROLES: Mapping[str, Part] = {
    "leader": Part(
        pgettext_lazy("part", "leader"),
        pgettext_lazy("part", "plans, writes to makers and businesses, answers for the report"),
    ),
    "buyer": Part(
        pgettext_lazy("part", "buyer"),
        pgettext_lazy("part", "buys like any customer, keeps the receipt"),
        kinds=frozenset({TEST}),
    ),
    "witness": Part(
        pgettext_lazy("part", "witness"),
        pgettext_lazy("part", "watches, takes the photos, seals the sample with the buyer"),
        kinds=frozenset({TEST}),
    ),
    "visitor": Part(
        pgettext_lazy("part", "visitor"),
        pgettext_lazy("part", "visits a place and fills in the form"),
        kinds=frozenset({VISIT}),
        apart=frozenset({"coder"}),
    ),
    "coder": Part(
        pgettext_lazy("part", "coder"),
        pgettext_lazy("part", "codes what was noted, without seeing the other coder's answers"),
        kinds=frozenset({VISIT}),
        apart=frozenset({"visitor"}),
    ),
}

# Whoever did this played the part, whether or not it was given: the verb in the record, and the part.
DEEDS: Mapping[str, str] = {
    "supervision_purchase_recorded": "buyer",
    "supervision_purchase_corrected": "buyer",
    "supervision_purchase_confirmed": "witness",
    "supervision_note_visit": "visitor",
}


def roles_of(kind: str) -> list[str]:
    """The parts that exist in a kind of project."""
    return [key for key, part in ROLES.items() if not part.kinds or kind in part.kinds]


def give_role(project: Project, role: str, account: Account, *, by: Actor, at: datetime) -> ProjectRole:
    """Somebody of staff takes this part, and says that nothing binds them to whom the project concerns.

    By the leading body, or by the city for its own people. Raises NotAllowed, NotPossible (project dropped, or held
    already), Unfit (no such part, no staff, or two parts that one person cannot play, given or played already).
    """
    if role not in roles_of(project.kind):
        raise Unfit("role", _("Please choose from the list."))
    body = _working_for(account, at)
    _require_may_staff(project, body, by=by, at=at)
    with transaction.atomic():
        held = _living(project)
        rows = ProjectRole.objects.filter(project=held, account=account, until=None)
        mine = set(rows.values_list("role", flat=True))
        if role in mine:
            raise NotPossible(_("This person plays this part already."))
        _require_apart(role, mine, _("Who is %(other)s here cannot be %(role)s too."))
        did = _played(held, account)
        _require_apart(role, did, _("Who has worked as %(other)s here cannot be %(role)s too."))
        row = ProjectRole.objects.create(project=held, role=role, body=body, account=account, since=at)
        _tell(row, "give role", by=by, at=at, is_free=True)
    return row


def end_role(row: ProjectRole, *, by: Actor, at: datetime) -> ProjectRole:
    """The part is played no more. By who may give it, or by the person. Raises NotAllowed, NotPossible."""
    if by.account_id is None or by.account_id != row.account_id:
        _require_may_staff(row.project, row.body, by=by, at=at)
    with transaction.atomic():
        lock(row.project_id)
        held = ProjectRole.objects.select_related("project", "body").get(pk=row.pk)
        if held.until is not None:
            raise NotPossible(_("This part has ended already."))
        held.until = at
        held.save(update_fields=["until"])
        _tell(held, "end role", by=by, at=at)
    return held


def may_staff(actor: Actor, project: Project, body: Organisation, *, at: datetime) -> bool:
    """Whether the actor may give and end parts for people of this body in this project."""
    if powers.leads(actor, project, on=local_day(at)):
        return True
    part = powers.city_of(actor, project)
    return part is not None and body.is_within(part.body)


def _require_may_staff(project: Project, body: Organisation, *, by: Actor, at: datetime) -> None:
    if not may_staff(by, project, body, at=at):
        raise NotAllowed(
            _("Parts are given by the body that leads the project, or by a city to its own people.")
        )


def _played(project: Project, account: Account) -> set[str]:
    """The parts whose work this person has done here, as the record says."""
    rows = Event.objects.filter(subject=project.record_key, by=account.record_key, verb__in=DEEDS)
    return {DEEDS[verb] for verb in rows.values_list("verb", flat=True).distinct()}


def _require_apart(role: str, others: set[str], why: str) -> None:
    """Raises Unfit if one person cannot play this part beside those."""
    if clash := others & ROLES[role].apart:
        raise Unfit("account", why % {"other": ROLES[min(clash)].label, "role": ROLES[role].label})


def _living(project: Project) -> Project:
    held = lock(project.pk)
    if held.stage == "dropped":
        raise NotPossible(_("This project was dropped."))
    return held


def _working_for(account: Account, at: datetime) -> Organisation:
    """The body the person works for that day. Raises Unfit."""
    posts = Post.objects.held_on(local_day(at)).filter(account=account, role__in=powers.WORKING)
    post = posts.select_related("organisation").order_by("from_on", "pk").first()
    if post is None or not account.is_active:
        raise Unfit("account", _("This person has no post in which to work here."))
    return post.organisation


def _tell(row: ProjectRole, verb: str, *, by: Actor, at: datetime, **more: bool) -> None:
    facts = {"role": row.role, "body": row.body.key, "row": row.pk, **more}
    seal(row.project, verb, [], by=by, at=at, facts=facts)
