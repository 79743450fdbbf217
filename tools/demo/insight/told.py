"""What is told: targets by resolution, consumers' own words, and the releases of the year."""

import tomllib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from demo.office.deciding import vote_in_writing
from demo.office.scene import Scene as Office
from demo.staff import DEMO, Cast
from huaihai.cases.models import Case
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.insight.indexing import verbs
from huaihai.insight.models import Narrative
from huaihai.insight.narratives import life, protecting
from huaihai.insight.narratives import verbs as narratives_verbs
from huaihai.insight.releases.building import make_release
from huaihai.insight.releases.tables import months_of, quarter_of
from huaihai.members.actors import Actor

PATH = Path(__file__).with_name("words.toml")
TARGETED, VOTED = -230, -229  # days from the demo's day
TOLD, READ = -30, -25
STORIES, WAITING = 14, 3  # published; and those that wait for their second reader
RELEASED = (-145, -54)  # the last one is made on the demo's morning


def play(cast: Cast, office: Office) -> None:
    """In this order: a release holds what is counted by then."""
    _set_targets(office)
    _tell(cast, office)
    for days in (*RELEASED, 0):
        make_release(at=office.at(days, 0, 1))
    _place_businesses(office)


def _place_businesses(office: Office) -> None:
    """The index of the newest quarter that businesses have read long enough by the demo's day."""
    newest = quarter_of(office.today - verbs.READ_FIRST)
    first = months_of(newest)[0]
    for day in (first - timedelta(days=1), first, first + verbs.READ_FIRST):
        verbs.night(at=office.at((day - office.today).days, 0, 1))


@cache
def said() -> dict[str, Any]:
    """All words of this part."""
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


def _set_targets(office: Office) -> None:
    words = said()["target"]
    year = office.at(TARGETED).year
    motion = motions_verbs.draft(
        title=words["title"],
        text=words["text"],
        grounds=words["grounds"],
        proposed_by=office.office_body,
        held_effects=[{"kind": "target", "facts": {**aim, "year": year}} for aim in words["aim"]],
        by=office.office,
        at=office.at(TARGETED),
    )
    motions_verbs.table(motion, by=office.office, at=office.at(TARGETED, 10))
    vote_in_writing(office, motion, VOTED)


def _tell(cast: Cast, office: Office) -> None:
    """Some consumers let others read what happened; the last ones wait for their second reader."""
    final = Case.objects.visible_to(DEMO).filter(is_demo=True, stage="closed", ended_at__lt=office.at(TOLD))
    made = 0
    for case in final.select_related("complainant", "home").order_by("submitted_at", "title"):
        if made == STORIES + WAITING:
            return
        if narratives_verbs.is_offered(case) and _told(cast, case, office, is_read=made < STORIES):
            made += 1


def _told(cast: Cast, case: Case, office: Office, *, is_read: bool) -> bool:
    by, at = Actor.consumer({case.pk}), office.at(TOLD)
    reader = _reader(cast, case)
    if reader is None:
        return False
    try:
        narrative = narratives_verbs.begin(case, agreed=life.CURRENT, by=by, at=at)
        narrative = _approved(narrative, by, at)
    except (Unfit, NotPossible):  # a story too short to be told
        Narrative.objects.filter(case=case).delete()
        return False
    if is_read:
        narratives_verbs.publish(
            narrative,
            shown=narrative.approved_hash,
            by=reader,
            at=office.at(READ),
            seen=narrative.version,
        )
    return True


def _approved(narrative: Narrative, by: Actor, at: datetime) -> Narrative:
    shown = protecting.hash_of(narrative.text)
    narratives_verbs.approve(narrative, shown=shown, leaves=True, by=by, at=at, seen=narrative.version)
    narrative.refresh_from_db()
    return narrative


def _reader(cast: Cast, case: Case) -> Actor | None:
    """Somebody of the home city who had no part in it."""
    code = case.home.city.region_code if case.home and case.home.city else ""
    people = [held[code] for held in (cast.heads, cast.officers) if code in held]
    return next((actor for actor in people if not narratives_verbs.has_handled(case, actor)), None)
