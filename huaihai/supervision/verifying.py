"""What is stored compared with what the record says was found: projects told again, rows, plans, files, photos.

Observations have fingerprints (`verifying`). What changes with a project's life has none: its stage, which plan
counts, which file is out, who takes part. Each of these changes by a verb, and the verb stands in the record.

One project after another, row by row; what is held at a time are the fingerprints of one project.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched, chain
from typing import Any

from django.utils.translation import gettext as _

from huaihai.desk.lives import NEW, NotPossible
from huaihai.desk.sealed.comparing import (
    AT_ONCE,
    UNREADABLE,
    Recorded,
    compared,
    models_of,
    path_to,
    read_record,
)
from huaihai.desk.sealed.rows import SealedModel
from huaihai.kit.canonical import digest
from huaihai.record.models import Event
from huaihai.record.verify.findings import line
from huaihai.supervision import kinds
from huaihai.supervision.life import PROJECT
from huaihai.supervision.models import PlanVersion, Project, Release
from huaihai.supervision.verbs import opening_hash

VERBS = {f"supervision_{verb.replace(' ', '_')}": verb for verb in PROJECT.verbs if verb != "observe"}
PARTS = {"supervision_give_role": False, "supervision_ask_pool": False, "supervision_end_role": True}

type Wrong = tuple[str, str]  # what, and what is wrong with it


@dataclass
class Retold:
    """What the events say. `out` is file → moment at which it first went out, `parts` row → part, body, has ended."""

    stage: str = NEW
    opening: dict[str, Any] = field(default_factory=dict)
    cities: dict[str, list[int]] = field(default_factory=dict)
    plan: int | None = None
    file: int | None = None
    out: dict[int, datetime] = field(default_factory=dict)
    published_at: datetime | None = None
    withdrawn_at: datetime | None = None
    publication: str | None = None
    parts: dict[int, tuple[str, str, bool]] = field(default_factory=dict)


def misfits(project: Project) -> Iterator[Wrong]:
    """Everything in the project's own rows that its events do not say."""
    told = Retold()
    rows = Event.objects.filter(subject=project.record_key, verb__in=[*VERBS, *PARTS]).order_by("number")
    for event in rows.iterator(100):
        try:
            _tell(told, event)
        except (NotPossible, KeyError) as error:
            words = _("does not follow from those before (%(error)s)")
            yield _("event %(n)d") % {"n": event.number}, words % {"error": error}
    yield from _of_itself(project, told)
    yield from _of_files(project, told)
    yield from _of_people(project, told)


def _tell(told: Retold, event: Event) -> None:
    facts = event.facts
    if event.verb in PARTS:
        told.parts[facts["row"]] = (facts["role"], facts["body"], PARTS[event.verb])
        return
    verb = VERBS[event.verb]
    told.stage = PROJECT.after(verb, told.stage)
    if verb == "open":
        told.opening = {name: facts[name] for name in ("number", "kind", "opening")}
    if verb in ("open", "change cities"):
        told.cities = dict(facts["cities"])
    elif verb == "join":
        told.cities[facts["city"]] = facts["part"]
    elif verb == "register":
        told.plan = facts["plan"]
    elif verb == "release":
        told.file = facts["release"]
    elif verb == "hand over":
        told.publication = facts["publication"]
    elif verb == "publish":
        told.out.setdefault(facts["release"], event.at)
        told.published_at, told.withdrawn_at = told.published_at or event.at, None
    elif verb == "withdraw":
        told.withdrawn_at = event.at


def _of_itself(project: Project, told: Retold) -> Iterator[Wrong]:
    opening = {"number": project.number, "kind": project.kind, "opening": opening_hash(project)}
    publication = str(project.publication_id) if project.publication_id else None
    for what, is_same in (
        (_("what it is (number, kind, title, theme, question, days)"), opening == told.opening),
        (_("its stage"), project.stage == told.stage),
        (_("its registered plan"), (project.registered and project.registered.number) == told.plan),
        (_("its file"), (project.release and project.release.number) == told.file),
        (_("its text"), publication == told.publication),
        (_("when it was published"), project.published_at == told.published_at),
        (_("when its text was withdrawn"), project.withdrawn_at == told.withdrawn_at),
    ):
        if not is_same:
            yield what, _("is not what the record says")


def _of_files(project: Project, told: Retold) -> Iterator[Wrong]:
    for number, published_at in project.releases.values_list("number", "published_at"):
        if published_at != told.out.get(number):
            words = _("went out at another time than the record says, or never")
            yield _("file %(n)d") % {"n": number}, words


def _of_people(project: Project, told: Retold) -> Iterator[Wrong]:
    cities = project.cities.values_list("body__key", "share", "budget_fen")
    if {key: [share, fen] for key, share, fen in cities} != told.cities:
        yield _("its cities and shares"), _("are not what the record says")
    rows = project.roles.values_list("pk", "role", "body__key", "until")
    if {pk: (role, body, until is not None) for pk, role, body, until in rows} != told.parts:
        yield _("its parts"), _("are not what the record says")


SUBJECT = "supervision:"  # how the record calls a project


@dataclass(frozen=True)
class Finding:
    """What does not fit: the project's number (empty: of no project), which row or event, and what is wrong."""

    project: str
    what: str
    wrong: str

    def __str__(self) -> str:
        return line(self.project or "-", self.what, self.wrong)


def findings(number: str = "") -> Iterator[Finding]:
    """Everything that does not fit, of one project or of all and of none. Raises Project.DoesNotExist."""
    projects = Project.objects.select_related("lead", "registered", "release")
    projects = projects.order_by("year", "opened_at", "pk")
    if number:
        yield from _of_project(projects.get(number=number))
        return
    for project in projects.iterator(AT_ONCE):
        yield from _of_project(project)
    yield from _without_project()


def sealed_models() -> list[type[SealedModel]]:
    """Every kind of sealed row."""
    return models_of("supervision")


def _without_project() -> Iterator[Finding]:
    for model in sealed_models():
        rows = model.objects.exclude(**{f"{path_to(model, Project)}__in": Project.objects.values("pk")})
        for pk in rows.values_list("pk", flat=True).iterator(AT_ONCE):
            yield Finding("", f"{model.seal_name}:{pk}", _("belongs to no project"))
    begun = Event.objects.filter(subject__startswith=SUBJECT, number=1).values_list("subject", flat=True)
    for chunk in batched(begun.order_by("subject").iterator(AT_ONCE), AT_ONCE):
        keys = {subject.removeprefix(SUBJECT) for subject in chunk}
        there = {str(pk) for pk in Project.objects.filter(pk__in=keys).values_list("pk", flat=True)}
        for key in sorted(keys - there):
            yield Finding("", f"{SUBJECT}{key}", _("is recorded and not there any more"))


def _of_project(project: Project) -> Iterator[Finding]:
    recorded: Recorded = {}
    try:
        twice = read_record(project.record_key, recorded)
    except UNREADABLE as error:
        words = _("cannot be read (%(error)s); nothing was compared with it")
        yield Finding(project.number, _("its record"), words % {"error": error})
        return
    for key in twice:
        yield Finding(project.number, key, _("was sealed again, and differently"))
    for model in sealed_models():
        yield from _rows(project, model, recorded)
    for key in recorded:
        yield Finding(project.number, key, _("is recorded and not there any more"))
    for what, wrong in chain(misfits(project), kinds.misfits_of(project)):
        yield Finding(project.number, what, wrong)


def _rows(project: Project, model: type[SealedModel], recorded: Recorded) -> Iterator[Finding]:
    keys = model.objects.filter(**{path_to(model, Project): project})
    at_once = 1 if model is Release else AT_ONCE  # a file may be large
    for key, row, wrong in compared(model, keys, recorded, at_once=at_once):
        if wrong:
            yield Finding(project.number, key, wrong)
        if row is not None:
            yield from (Finding(project.number, key, own) for own in _own(row))


def _own(row: SealedModel) -> Iterator[str]:
    """What is wrong with a plan or a file by itself."""
    if isinstance(row, PlanVersion) and digest(row.plan) != row.plan_hash:
        yield _("its plan does not fit its hash")
    if isinstance(row, Release) and hashlib.sha256(row.file.encode()).hexdigest() != row.sha256:
        yield _("its file does not fit its hash")
