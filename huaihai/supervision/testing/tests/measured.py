"""The kettles, on their way from the laboratory to publication: one scene a stage."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.record import due
from huaihai.supervision import releasing
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.models import HandOver, Laboratory, MakerNotice, Opinion, Project, Reading, Sample
from huaihai.supervision.testing.hearing import notices as hearing_notices
from huaihai.supervision.testing.laboratory import facts as laboratory_facts
from huaihai.supervision.testing.laboratory import verbs as laboratories
from huaihai.supervision.testing.laboratory.facts import hand_overs
from huaihai.supervision.testing.laboratory.readings import Cell, Entry, enter, read
from huaihai.supervision.testing.laboratory.verbs import LabFacts, actor_of
from huaihai.supervision.testing.publishing import building
from huaihai.supervision.testing.review import verbs as review
from huaihai.supervision.testing.tests.kettles import BOUGHT, PLAN, Kettles, bought
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
    """The scene: people and project, and its laboratory."""

    kettles: Kettles
    lab: Laboratory

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
    """All main samples are on their way to one laboratory."""
    kettles = bought()
    project, people = kettles.project, kettles.people
    lab = laboratories.add(project, facts(), by=people.leader, at=SENT)
    codes = Sample.objects.main().filter(project=project).values_list("code", flat=True)
    laboratories.hand_over(lab, codes, by=people.leader, at=SENT)
    project.refresh_from_db()
    return Scene(kettles, lab)


@remembered
def arrived() -> Scene:
    """They have arrived whole."""
    scene = sent()
    laboratories.receive(batch(scene), by=actor_of(scene.lab), at=SENT)
    scene.project.refresh_from_db()
    return scene


@remembered
def measured() -> Scene:
    """Every reading is there."""
    scene = arrived()
    enter(scene.lab, entries(scene), by=actor_of(scene.lab), at=MEASURED)
    scene.project.refresh_from_db()
    return scene


@remembered
def checking() -> Scene:
    """Collecting has ended; everybody has a notice, nobody was told."""
    scene = measured()
    supervision_verbs.finish(scene.project, by=scene.leader, at=FINISHED)
    hearing_notices.prepare(scene.project, by=scene.leader, at=FINISHED)
    scene.project.refresh_from_db()
    return scene


@remembered
def told() -> Scene:
    """Makers and sellers were told; their clocks run."""
    scene = checking()
    hearing_notices.tell(list(notices(scene)), by=scene.leader, at=TOLD)
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
    """Somebody agrees, and what is unsafe is with the authority."""
    scene = silent()
    hand_over(scene, "p05", "p17")
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


def hand_over(scene: Scene, *products: str) -> None:
    """Unsafe products are handed to the authority."""
    letter = review.Letter("演示市场监督管理局", "演示函1", SILENT.date())
    review.hand_to_authority(scene.project, products, letter, by=scene.leader, at=READ)


def agree(
    scene: Scene,
    *,
    at: datetime,
    is_fit: bool = True,
    by: Actor | None = None,
    text: str = "方法与读数相符。",
    **said: Any,
) -> Opinion:
    """Somebody (usually of the office, who bought nothing) reads the results as they are now."""
    said = {"read": building.results_hash(building.results(scene.project))} | said
    by = by or scene.kettles.people.office
    return review.give_opinion(scene.project, is_fit=is_fit, text=text, by=by, at=at, **said)


def corrected(scene: Scene, *, at: datetime) -> None:
    """One boiling time was copied wrongly."""
    row = Reading.objects.filter(project=scene.project, item="boil-time")[0]
    entry = Entry(row.sample, row.item, row.n, Cell("333"))
    enter(scene.lab, [entry], reason="抄写有误", by=scene.leader, at=at)


def entries(scene: Scene) -> list[Entry]:
    """A reading for everything that is wanted, the same in every run."""
    items = laboratory_facts.items_of(scene.project)
    owner = dict(Sample.objects.filter(project=scene.project).values_list("code", "product"))
    rows = hand_overs(laboratory=scene.lab)
    return [
        Entry(code, item, n, cell(owner[code], items[item], n), round_)
        for code, item, n, round_ in laboratory_facts.wanted(rows, items)
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


def batch(scene: Scene, **narrowed: Any) -> HandOver:
    """The only batch, or the only one of these."""
    return HandOver.objects.select_related("laboratory", "project").get(project=scene.project, **narrowed)


def code(scene: Scene, place: int = 0) -> str:
    """The code of one of the main samples, by its place in the batch."""
    return str(batch(scene, round="first").samples[place])
