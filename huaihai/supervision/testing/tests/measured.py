"""The kettles, on their way from the laboratory to publication: one scene a stage."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid5

from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from huaihai.record import due
from huaihai.supervision.actions import planning, releasing
from huaihai.supervision.models import Laboratory, MakerNotice, Project, ProjectRole, Sample
from huaihai.supervision.staffing.actions import give_role
from huaihai.supervision.testing.custody import actions as custody
from huaihai.supervision.testing.custody.parties import Seen, laboratory, laboratory_actor
from huaihai.supervision.testing.hearing import preparing, telling
from huaihai.supervision.testing.laboratory import actions as laboratories
from huaihai.supervision.testing.laboratory import expected
from huaihai.supervision.testing.laboratory.actions import LabFacts
from huaihai.supervision.testing.laboratory.cells import Cell, read
from huaihai.supervision.testing.laboratory.entering import Entry, enter
from huaihai.supervision.testing.publishing import building
from huaihai.supervision.testing.review import actions as review
from huaihai.supervision.testing.tests.kettles import BOUGHT, PLAN, SPACE, Kettles, bought
from tests.scenes import remembered

SENT = BOUGHT + timedelta(days=1)
MEASURED = BOUGHT + timedelta(days=5)
FINISHED = BOUGHT + timedelta(days=6)
TOLD = FINISHED + timedelta(hours=1)
LAST_DAY = date(2026, 11, 25)  # ten working days after TOLD
SILENT = datetime(2026, 11, 26, 9, 0, tzinfo=ZONE)
READ = SILENT + timedelta(hours=2)
RELEASED = SILENT + timedelta(hours=4)

# What makes a kettle what it is; all others are usual ones.
ODD: dict[str, dict[str, str]] = {
    "p05": {"earthing": "0.142"},  # unsafe
    "p17": {"dry-boil": "0"},  # unsafe
    "p09": {"boil-time": "470"},  # slow
    "p21": {"leakage": "<0.01", "efficiency": "93.4", "boil-time": "250", "volume": "0.4"},
}


@dataclass
class Scene:
    """The scene: people and project, its laboratory and its expert."""

    kettles: Kettles
    lab: Laboratory
    expert: ProjectRole

    @property
    def project(self) -> Project:
        return self.kettles.project

    @property
    def leader(self) -> Actor:
        return self.kettles.people.leader


def facts(**other: Any) -> LabFacts:
    """A laboratory as it is usually noted."""
    held: dict[str, Any] = {
        "name": "演示检测中心",
        "contract": "演示合同2026-7",
        "contract_on": date(2026, 11, 2),
        "items": tuple(item["key"] for item in PLAN["items"]),
        "cma": "演示CMA0001",
        "cma_until": date(2028, 12, 31),
    }
    return LabFacts(**held | other)


@remembered
def sent() -> Scene:
    """All main samples are assigned to one laboratory and on their way there."""
    kettles = bought()
    project, people = kettles.project, kettles.people
    lab = laboratories.add(project, facts(), by=people.leader, at=SENT)
    expert = give_role(
        project, "expert", Account.objects.get(pk=str(people.office.account_id)), by=people.leader, at=SENT
    )
    codes = Sample.objects.main().filter(project=project).order_by("code").values_list("code", flat=True)
    laboratories.assign(lab, list(codes), by=people.leader, at=SENT)
    for actor in (people.leader, people.partner):
        hand_to(lab, _held_by(actor, project), actor)
    project.refresh_from_db()
    return Scene(kettles, lab, expert)


@remembered
def assigned() -> Scene:
    """They have arrived and are opened."""
    scene = sent()
    open_at(scene.lab, list(Sample.objects.main().filter(project=scene.project)))
    scene.project.refresh_from_db()
    return scene


@remembered
def measured() -> Scene:
    """Every reading is there."""
    scene = assigned()
    by = laboratory_actor(scene.lab.key)
    enter(scene.lab, entries(scene), by=by, at=MEASURED)
    scene.project.refresh_from_db()
    return scene


@remembered
def checking() -> Scene:
    """Collecting has ended; everybody has a notice, nobody was told."""
    scene = measured()
    planning.finish(scene.project, by=scene.leader, at=FINISHED)
    preparing.prepare(scene.project, by=scene.leader, at=FINISHED)
    scene.project.refresh_from_db()
    return scene


@remembered
def told() -> Scene:
    """Makers and sellers were told; their clocks run."""
    scene = checking()
    telling.tell(list(notices(scene)), by=scene.leader, at=TOLD)
    scene.project.refresh_from_db()
    return scene


@remembered
def silent() -> Scene:
    """The clocks are over."""
    scene = told()
    due.fall_due(at=SILENT, brake=None)
    scene.project.refresh_from_db()
    return scene


@remembered
def ready() -> Scene:
    """An expert agrees, and what is unsafe is with the authority."""
    scene = silent()
    for product in ("p05", "p17"):
        hand_over(scene, product)
    agree(scene, at=READ)
    scene.project.refresh_from_db()
    return scene


@remembered
def published() -> Scene:
    """The file is out."""
    scene = ready()
    made = releasing.release(scene.project, by=scene.leader, at=RELEASED)
    type(made).objects.filter(pk=made.pk).update(published_at=RELEASED)
    Project.objects.filter(pk=scene.project.pk).update(stage="published", published_at=RELEASED)
    scene.project.refresh_from_db()
    return scene


def notices(scene: Scene, **narrowed: Any) -> list[MakerNotice]:
    """The notices of the test."""
    rows = MakerNotice.objects.filter(project=scene.project, **narrowed)
    return list(rows.select_related("project__registered", "project__lead", "business"))


def hand_over(scene: Scene, product: str) -> None:
    """An unsafe product is handed to the authority."""
    letter = review.Letter("演示市场监督管理局", f"演示函{product}", SILENT.date())
    review.hand_to_authority(scene.project, product, letter, by=scene.leader, at=READ)


def agree(scene: Scene, *, at: datetime, is_fit: bool = True) -> None:
    """The expert reads the results as they are now."""
    read_hash = building.results_hash(building.results(scene.project))
    review.give_opinion(
        scene.project,
        scene.expert,
        is_fit=is_fit,
        text="方法与读数相符。",
        read=read_hash,
        by=scene.kettles.people.office,
        at=at,
    )


def entries(scene: Scene) -> list[Entry]:
    """A reading for everything that is wanted, the same in every run."""
    items = expected.items_of(scene.project)
    owner = dict(Sample.objects.filter(project=scene.project).values_list("code", "product"))
    rows = scene.lab.assignments.filter(withdrawn_at=None)
    return [
        Entry(code, item, n, cell(owner[code], items[item], n), round_)
        for code, item, n, round_ in expected.wanted(rows, items)
    ]


def cell(product: str, item: dict[str, Any], n: int) -> Cell:
    """What the instrument shows: usual values that differ a little from kettle to kettle."""
    return read(value(product, str(item["key"]), n), item)


def value(product: str, key: str, n: int) -> str:
    """The same as it is typed."""
    if odd := ODD.get(product, {}).get(key):
        return odd
    number = int(product[1:])
    middle, step, shake = USUAL[key]
    if key == "dry-boil":
        return "1"
    found = Decimal(middle) + Decimal(step) * (number * 7 % 24) + Decimal(shake) * (n - 2)
    return f"{found:f}"


USUAL = {
    "leakage": ("0.10", "0.012", "0.004"),
    "earthing": ("0.030", "0.002", "0.001"),
    "dry-boil": ("1", "0", "0"),
    "boil-time": ("262", "3.5", "1"),
    "efficiency": ("84.0", "0.35", "0.2"),
    "volume": ("0.6", "0.11", "0.05"),
    "disturbance": ("6.0", "0.5", "0.3"),
    "standby": ("0.20", "0.04", "0.01"),
}


def bring(samples: list[Sample], lab: Laboratory, actor: Actor, *, at: datetime = SENT) -> None:
    """Whoever holds them hands them over; the laboratory takes them over and opens them."""
    hand_to(lab, samples, actor, at=at)
    open_at(lab, _again(samples), at=at)


def hand_to(lab: Laboratory, samples: list[Sample], actor: Actor, *, at: datetime = SENT) -> None:
    """Whoever holds them hands them over."""
    seen, key = Seen("intact", at, where="演示检测中心"), uuid5(SPACE, f"{samples[0].pk} leaves")
    custody.hand_over(samples, laboratory(lab.key, lab.name), seen, key=key, by=actor, at=at)


def open_at(lab: Laboratory, samples: list[Sample], *, at: datetime = SENT) -> None:
    """The laboratory takes them over and opens them."""
    seen, house, by = Seen("intact", at), laboratory(lab.key, lab.name), laboratory_actor(lab.key)
    key = uuid5(SPACE, f"{samples[0].pk} arrives")
    custody.take_over(samples, seen, laboratory=house, key=key, by=by, at=at)
    custody.open_for_test(_again(samples), seen, laboratory=house, key=uuid5(key, "open"), by=by, at=at)


def _held_by(actor: Actor, project: Project) -> list[Sample]:
    return [one for one in Sample.objects.main().filter(project=project) if one.holder == actor.key]


def _again(samples: list[Sample]) -> list[Sample]:
    return list(Sample.objects.filter(pk__in=[one.pk for one in samples]))
