"""24 kettles from 12 makers: planned, bought with a witness, measured, heard, read, signed and published."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.core.files.base import ContentFile

from demo.supervision.stage import HOUR, Stage, words
from huaihai.kit import filestore
from huaihai.kit.filestore import Stored
from huaihai.members.actors import Actor
from huaihai.supervision import verbs
from huaihai.supervision.models import Laboratory, MakerAnswer, MakerNotice, Project, Sample
from huaihai.supervision.testing.buying.purchase import PICTURES, Bought, Picture, Piece
from huaihai.supervision.testing.buying.verbs import confirm_purchase, record_purchase
from huaihai.supervision.testing.hearing import notices as hearing_notices
from huaihai.supervision.testing.hearing import verbs as hearing_verbs
from huaihai.supervision.testing.laboratory import facts as laboratory_facts
from huaihai.supervision.testing.laboratory import verbs as laboratories
from huaihai.supervision.testing.laboratory.facts import hand_overs
from huaihai.supervision.testing.laboratory.readings import Entry, enter, read
from huaihai.supervision.testing.planning.verbs import example_plan
from huaihai.supervision.testing.publishing import building
from huaihai.supervision.testing.review import verbs as review

PICTURE_FOLDER = Path(__file__).parents[1] / "pictures"
SPACE = UUID("3a0d6a52-6f0b-7d4e-9d6e-5e1f0c9f1b21")  # from which the demo's own keys are made
UNSAFE = ("p05", "p17")
# What makes a kettle what it is; all others are usual ones.
ODD: dict[str, dict[str, str]] = {
    "p05": {"earthing": "0.142"},
    "p17": {"dry-boil": "0"},
    "p09": {"boil-time": "470"},
    "p21": {"leakage": "<0.01", "efficiency": "93.4", "boil-time": "250", "volume": "0.4"},
}
# Item: a usual value, how it grows from kettle to kettle, how it shakes from reading to reading.
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


def play(stage: Stage) -> Project:
    """From the plan, five months ago, to publication."""
    scene = stage.scene
    plan = example_plan([body.key for body in stage.bodies])
    project = stage.open("kettles", plan, days=-150)
    _buy(stage, project, plan["products"], scene.at(-147))
    _measure(stage, project, scene.at(-140))
    verbs.finish(project, by=scene.author, at=scene.at(-125))
    _hear(stage, project, scene.at(-124))
    _look_over(stage, project, scene.at(-100))
    stage.publish(project, scene.at(-95))
    return project


def _buy(stage: Stage, project: Project, products: Sequence[dict[str, Any]], at: datetime) -> None:
    """Each by an officer of its city with the head as witness, and with the pictures that the demo has."""
    stored = [_picture("receipt.png"), _picture("kettle.png"), _picture("kettle.png")]
    for number, product in enumerate(products, 1):
        officer, head = _staff(stage)[product["city"]]
        facts = {name: product[name] for name in ("brand", "model", "maker", "channel", "city", "price_fen")}
        bought = Bought(
            product=product["key"],
            shop=product["where"],
            place=words()["kettles"]["place"],
            bought_on=at.date(),
            batch=f"{at - timedelta(days=30 + number):%Y%m%d}",
            **facts,
        )
        made = record_purchase(
            project,
            bought,
            [
                Piece("main", f"F{number:03d}1", serial=f"SN{number:03d}1"),
                Piece("spare", f"F{number:03d}2", serial=f"SN{number:03d}2"),
            ],
            [
                Picture(file, uuid5(SPACE, f"{number} {what}"), what, at)
                for file, what in zip(stored, PICTURES, strict=True)
            ],
            key=uuid5(SPACE, f"purchase {number}"),
            by=officer,
            at=at,
        )
        confirm_purchase(made, agrees=True, by=head, at=at + HOUR)


def _measure(stage: Stage, project: Project, at: datetime) -> None:
    """The main samples are handed to the laboratory and measured there; the spares stay."""
    said = words()["kettles"]
    facts = laboratories.LabFacts(
        name=said["laboratory"],
        contract=said["contract"],
        contract_on=at.date(),
        items=tuple(item["key"] for item in project.plan["items"]),
        cma=said["certificate"],
        cma_until=date(at.year + 2, 12, 31),
    )
    lab = laboratories.add(project, facts, by=stage.scene.author, at=at)
    for officer, _head in _staff(stage).values():
        own = Sample.objects.main().filter(project=project, by=officer.key)
        batch = laboratories.hand_over(lab, own.values_list("code", flat=True), by=officer, at=at)
        laboratories.receive(batch, by=laboratories.actor_of(lab), at=at + HOUR)
    enter(lab, _entries(project, lab), by=laboratories.actor_of(lab), at=at + timedelta(days=7))
    project.refresh_from_db()


def _entries(project: Project, lab: Laboratory) -> list[Entry]:
    items = laboratory_facts.items_of(project)
    product_of = dict(Sample.objects.filter(project=project).values_list("code", "product"))
    wanted = laboratory_facts.wanted(hand_overs(laboratory=lab), items)
    return [
        Entry(code, item, n, read(_value(product_of[code], item, n), items[item]), round_)
        for code, item, n, round_ in wanted
    ]


def _value(product: str, item: str, n: int) -> str:
    """What the instrument shows, as it is typed."""
    if odd := ODD.get(product, {}).get(item):
        return odd
    usual, step, shake = (Decimal(part) for part in USUAL[item])
    place = int(product[1:]) * 7 % 24
    return f"{usual + step * place + shake * (n - 2):f}"


def _hear(stage: Stage, project: Project, at: datetime) -> None:
    """All are told; the maker of an unsafe kettle says what it does, the others are silent."""
    author = stage.scene.author
    hearing_notices.prepare(project, by=author, at=at)
    notices = list(MakerNotice.objects.filter(project=project).select_related("project__registered"))
    hearing_notices.tell(notices, by=author, at=at + HOUR)
    maker = next(one for one in notices if one.role == MakerNotice.Role.MAKER and UNSAFE[0] in one.products)
    maker.refresh_from_db()
    text = words()["kettles"]["answer"]
    said = hearing_verbs.Answer(MakerAnswer.Kind.SAYS, product=UNSAFE[0], text=text)
    hearing_verbs.answer(maker, said, by=hearing_verbs.link_actor(maker), at=at + timedelta(days=3))
    last = at + timedelta(days=20)
    for act in list(hearing_notices.due_acts(last)):
        act()
    project.refresh_from_db()


def _look_over(stage: Stage, project: Project, at: datetime) -> None:
    """The unsafe ones go to the authority; somebody outside reads everything."""
    said, scene = words()["kettles"], stage.scene
    letter = review.Letter(said["authority"], said["letter"], at.date())
    review.hand_to_authority(project, UNSAFE, letter, by=scene.author, at=at)
    review.give_opinion(
        project,
        is_fit=True,
        text=said["opinion"],
        read=building.results_hash(building.results(project)),
        of=said["reader"],
        by=scene.author,
        at=at + HOUR,
    )
    project.refresh_from_db()


def _staff(stage: Stage) -> dict[str, tuple[Actor, Actor]]:
    """Who buys, by the key of the city's body: an officer, and the head who was there, too."""
    cast, scene = stage.scene.cast, stage.scene
    return {
        scene.body(city).key: (cast.officers[city.code], cast.heads[city.code])
        for city in (scene.home, scene.lead)
    }


def _picture(name: str) -> Stored:
    return filestore.store(ContentFile((PICTURE_FOLDER / name).read_bytes(), name=name))
