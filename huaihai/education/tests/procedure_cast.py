"""The people of a warning on its way: who writes, who reviews, who signs in two cities, and the office."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from huaihai.education.content import Content, of_version
from huaihai.education.models import Edition, PublicationVersion
from huaihai.education.publications import procedure
from huaihai.education.tests.one_voice_cast import SUZHOU, WARNING, XUZHOU
from huaihai.governance.models import Shift
from huaihai.governance.roster.facts import shift_day
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Post, Role
from tests.posts import body, load_alliance, post_at
from tests.scenes import remembered

AT = datetime(2026, 11, 26, 9, 30, tzinfo=ZONE)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OTHER = "city:411400"
SEVERE = PublicationVersion.Severity.SEVERE


@dataclass(frozen=True)
class Cast:
    """Xuzhou writes and is the secretariat; Suzhou is concerned, too; Shangqiu is not."""

    posts: dict[str, Post]

    def __getattr__(self, name: str) -> Actor:
        if name.startswith("_") or name == "posts":
            raise AttributeError(name)
        return Actor.officer(self.posts[name])

    @property
    def reviewers(self) -> tuple[Actor, Actor, Actor]:
        return self.second, self.third, self.over_there


@remembered
def assemble() -> Cast:
    """The tree, its members, the first secretariat, and eight people."""
    load_alliance(at=AT)
    people = {
        "author": (XUZHOU, Role.OFFICER),
        "second": (XUZHOU, Role.OFFICER),
        "third": (XUZHOU, Role.MEDIATOR),
        "head": (XUZHOU, Role.HEAD),
        "over_there": (SUZHOU, Role.OFFICER),
        "on_duty": (SUZHOU, Role.OFFICER),
        "their_head": (SUZHOU, Role.HEAD),
        "other": (OTHER, Role.OFFICER),
        "other_head": (OTHER, Role.HEAD),
        "auditor": (XUZHOU, Role.AUDITOR),
    }
    posts = {
        name: post_at(key, role, username=f"voice-{name}".replace("_", "-"))
        for name, (key, role) in people.items()
    }
    Shift.objects.create(organisation=body(SUZHOU), on=shift_day(AT), account=posts["on_duty"].account)
    return Cast(posts)


def xuzhou() -> Organisation:
    return body(XUZHOU)


def a_draft(
    cast: Cast, *, at: datetime = AT, kind: str = "warning", urgent_reason: str = "", **said: Any
) -> Edition:
    """A draft of Xuzhou's about two cities; `said` replaces parts of what it says."""
    content = replace(WARNING, **said)
    return procedure.open_first(
        content, kind=kind, publisher=xuzhou(), urgent_reason=urgent_reason, by=cast.author, at=at
    )


def text_of(edition: Edition, **said: Any) -> Content:
    """What it says; `said` replaces parts."""
    assert edition.version is not None
    return replace(of_version(edition.version), **said)


def reviewed(cast: Cast, edition: Edition, *, at: datetime = AT) -> Edition:
    """Handed in, and passed by as many as it needs."""
    procedure.submit(edition, by=cast.author, at=at)
    for reviewer in cast.reviewers:
        if edition.stage != "signing":
            procedure.pass_review(edition, by=reviewer, at=at)
    return edition


def signed_out(cast: Cast, edition: Edition, *, at: datetime = AT) -> Edition:
    """Reviewed, and signed by both cities: it is out."""
    if edition.stage == "draft":
        reviewed(cast, edition, at=at)
    procedure.sign(edition, by=cast.head, at=at)
    if edition.stage == "signing":
        procedure.sign(edition, by=cast.their_head, at=at)
    return edition
