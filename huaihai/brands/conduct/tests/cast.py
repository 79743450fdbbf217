"""Scenes of conduct: a shop with a mark, ten cities with people, criteria in force, and what is measured."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from importlib import resources

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.brands import moving
from huaihai.brands.conduct import falling_due, opening, panels, removing, verbs
from huaihai.brands.models import CriteriaVersion, Entry, PanelSeat, Proceeding
from huaihai.brands.tests import people as room
from huaihai.brands.tests.people import MONDAY, People, a_resolution, an_entry, declared
from huaihai.governance.models import Choice
from huaihai.governance.motions import verbs as motions
from huaihai.governance.motions import voting
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.members.models import Post, Role
from tests.posts import post_at
from tests.scenes import remembered

LEFT_OUT = (
    "320700",
    "321300",
    "370400",
    "371700",
    "371300",
    "341300",
)  # the cities without people in `people`
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STATEMENT_ENDS = MONDAY.replace(day=17)  # the day after ten working days from 2 November
EVERYBODY = ("home", "near", "far", "other", "auditor", "office", "holder")


@dataclass
class Cast:
    """`entry` holds the mark; `voices` speak and vote for the ten cities; `patch` puts in what is measured."""

    people: People
    entry: Entry
    criteria: CriteriaVersion
    voices: dict[str, Actor]
    patch: pytest.MonkeyPatch | None = None

    def measure(self, **values: int | Fraction) -> None:
        """From now on the evidence measures this, over any span."""
        held = {name: opening.Measured(value) for name, value in values.items()}
        assert self.patch is not None
        self.patch.setattr(opening, "_of_evidence", lambda entry, as_of, months: dict(held))

    def fired(self, *, at: datetime = MONDAY, **values: int) -> Proceeding:
        """The one proceeding that these measures open."""
        self.measure(**values)
        (row,) = opening.watch(self.entry, at=at)
        self.entry.refresh_from_db()
        return row

    def decided(self, row: Proceeding, outcome: str, *, at: datetime, reasons: str = "理由充分") -> None:
        """Two people of two cities decide so."""
        declared(self.entry, self.people.near, self.people.far, at=at)
        made = verbs.propose(row, outcome=outcome, reasons=reasons, by=self.people.near, at=at)
        moving.agree(made, by=self.people.far, at=at + HOUR)
        self._anew(row)

    def warned(self) -> tuple[Proceeding, datetime]:
        """A warning that two people have decided, and when."""
        row = self.fired(broken_promises=1)
        at = until_deciding(row)
        self.decided(row, "warn", at=at)
        return row, at

    def confirmed(self) -> tuple[Proceeding, datetime]:
        """A suspension that two people have confirmed, and when."""
        row = self.fired(serious_cases=1)
        at = until_deciding(row)
        self.decided(row, "confirm", at=at)
        return row, at

    def appealed(self, row: Proceeding, *, at: datetime) -> list[PanelSeat]:
        """The business appeals; who was drawn."""
        panels.appeal(row, text="请复核", by=self.people.holder, at=at)
        row.refresh_from_db()
        return panels.seats_taken(row)

    def panel_says(self, row: Proceeding, choice: str, *, at: datetime) -> None:
        """Two of the panel say this."""
        for seat in panels.seats_taken(row)[:2]:
            by = actor_of(seat)
            declared(self.entry, by, at=at)
            panels.vote(seat, choice=choice, reasons="复核理由", by=by, at=at + HOUR)
        self._anew(row)

    def voted(self, row: Proceeding, choice: Choice, *, at: datetime) -> None:
        """The office drafts the removal, tables it, and all ten bodies vote like this."""
        office = self.people.office
        motion = removing.draft_motion(row, reasons="多次伤害消费者", by=office, at=at)
        motions.table(motion, by=office, at=at)
        voting.open_in_writing(motion, closes_at=at + 6 * DAY, by=office, at=at)
        motion.refresh_from_db()
        for voice in self.voices.values():
            assert voice.organisation is not None
            seen = motion.document_hash
            voting.cast_vote(
                motion, voice.organisation, choice=choice, text_seen=seen, by=voice, at=at + HOUR
            )
        voting.close(motion, by=office, at=at + 2 * HOUR)
        self._anew(row)

    def stated(self, row: Proceeding, *, at: datetime, wants_hearing: bool = False) -> None:
        """The business states its case."""
        verbs.state(row, text="情况说明", wants_hearing=wants_hearing, by=self.people.holder, at=at)
        row.refresh_from_db()

    def strangers(self, but: str = "") -> list[Actor]:
        """Everybody of the scene but this one, and the public."""
        held = [getattr(self.people, name) for name in EVERYBODY if name != but]
        return [*held, Actor.public(), Actor.consumer([])]

    def other_criteria(self, **said: object) -> CriteriaVersion:
        """Criteria that take the place of the first from tomorrow on, with this in them."""
        return _criteria(self.people, 2, {**self.criteria.content, **said}, from_on=MONDAY + DAY)

    def _anew(self, row: Proceeding) -> None:
        row.refresh_from_db()
        self.entry.refresh_from_db()


@remembered
def assemble() -> Cast:
    """Everything; nobody has declared anything yet."""
    people = room.assemble()
    content = json.loads(resources.files("huaihai.brands").joinpath("data/criteria.json").read_text("utf-8"))
    criteria = _criteria(people, 1, content, from_on=MONDAY - 20 * DAY)
    entry = an_entry(people, "held", criteria=criteria)
    for code in LEFT_OUT:
        post_at(f"city:{code}", username=f"more-{code}")
    known = [key.removeprefix("city:") for key in (room.HOME, room.NEAR, room.FAR, room.OTHER)]
    posts = [post_at(f"city:{code}", Role.HEAD, username=f"voice-{code}") for code in (*known, *LEFT_OUT)]
    return Cast(people, entry, criteria, {post.organisation.key: Actor.officer(post) for post in posts})


def _criteria(people: People, number: int, content: object, *, from_on: datetime) -> CriteriaVersion:
    return CriteriaVersion.objects.create(
        number=number,
        content=content,
        content_hash=str(number) * 64,
        at=MONDAY - 30 * DAY,
        by=people.office.key,
        resolution=a_resolution(people),
        from_on=from_on.date(),
    )


def night(at: datetime) -> None:
    """What has fallen due is done."""
    for act in list(falling_due.due_acts(at)):
        act()


def night_after(row: Proceeding, clock: str) -> datetime:
    """One in the morning of the day after the last one of this clock."""
    day = getattr(row, f"{clock}_until")
    return datetime(day.year, day.month, day.day, 1, tzinfo=ZONE) + DAY


def run_out(row: Proceeding, clock: str) -> datetime:
    """Nobody does anything until this clock has run out; the night after it."""
    at = night_after(row, clock)
    night(at)
    row.refresh_from_db()
    return at


def until_deciding(row: Proceeding) -> datetime:
    """The business says nothing, its time runs out; the moment after."""
    at = run_out(row, "statement")
    assert row.stage == "deciding"
    return at


def actor_of(seat: PanelSeat) -> Actor:
    """The person in this seat."""
    return Actor.officer(Post.objects.get(account=seat.account, organisation=seat.body))


def page_of(row: Proceeding, step: str = "") -> str:
    """The address of the office's page of it, or of one of its steps."""
    return reverse(f"office-brand-proceeding{step and '-'}{step}", args=[row.pk])


def own_page(row: Proceeding, name: str = "proceeding") -> str:
    """The address of the business's page of it, or of one of its forms."""
    return reverse(f"business-brand-{name}", args=[row.pk])


def text_of(client: Client, url: str, **asked: str) -> str:
    answer = client.get(url, asked)
    assert answer.status_code == 200, url
    return answer.content.decode()


def main_of(page: str) -> str:
    """The page without header and footer, which the house shares."""
    return page.split("<main", 1)[1].split("</main>", 1)[0]


def send(client: Client, url: str, **said: object) -> None:
    answer = client.post(url, said)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
