"""A project told again from its events, and compared with what its own rows say.

Observations have fingerprints (`verifying`). What changes with a project's life has none: its stage, which plan
counts, which file is out, who takes part. Each of these changes by a verb, and the verb stands in the record.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huaihai.desk.lives import NEW, NotPossible
from huaihai.record.models import Event
from huaihai.supervision.actions.opening import opening_hash
from huaihai.supervision.lives import PROJECT
from huaihai.supervision.models import Project

VERBS = {f"supervision_{verb.replace(' ', '_')}": verb for verb in PROJECT.verbs if verb != "observe"}
PARTS = {"supervision_give_role": False, "supervision_ask_pool": False, "supervision_end_role": True}

type Wrong = tuple[str, str]  # what, and what is wrong with it


@dataclass
class Told:
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
    told = Told()
    rows = Event.objects.filter(subject=project.record_key, verb__in=[*VERBS, *PARTS]).order_by("number")
    for event in rows.iterator(100):
        try:
            _tell(told, event)
        except (NotPossible, KeyError) as error:
            yield f"event {event.number}", f"does not follow from those before ({error})"
    yield from _of_itself(project, told)
    yield from _of_files(project, told)
    yield from _of_people(project, told)


def _tell(told: Told, event: Event) -> None:
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


def _of_itself(project: Project, told: Told) -> Iterator[Wrong]:
    opening = {"number": project.number, "kind": project.kind, "opening": opening_hash(project)}
    publication = str(project.publication_id) if project.publication_id else None
    for what, is_same in (
        ("what it is (number, kind, title, theme, question, days)", opening == told.opening),
        ("its stage", project.stage == told.stage),
        ("its registered plan", (project.registered and project.registered.number) == told.plan),
        ("its file", (project.release and project.release.number) == told.file),
        ("its text", publication == told.publication),
        ("when it was published", project.published_at == told.published_at),
        ("when its text was withdrawn", project.withdrawn_at == told.withdrawn_at),
    ):
        if not is_same:
            yield what, "is not what the record says"


def _of_files(project: Project, told: Told) -> Iterator[Wrong]:
    for number, published_at in project.releases.values_list("number", "published_at"):
        if published_at != told.out.get(number):
            yield f"file {number}", "went out at another time than the record says, or never"


def _of_people(project: Project, told: Told) -> Iterator[Wrong]:
    cities = project.cities.values_list("body__key", "share", "budget_fen")
    if {key: [share, fen] for key, share, fen in cities} != told.cities:
        yield "its cities and shares", "are not what the record says"
    rows = project.roles.values_list("pk", "role", "body__key", "until")
    if {pk: (role, body, until is not None) for pk, role, body, until in rows} != told.parts:
        yield "its parts", "are not what the record says"
