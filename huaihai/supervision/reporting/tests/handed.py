"""The scene of a released file, and the way of its text through reviews and signatures."""

from dataclasses import dataclass
from datetime import timedelta

from huaihai.education.models import Edition, Publication
from huaihai.education.publications import procedure
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.supervision import releasing
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.models import Project
from huaihai.supervision.reporting import verbs as reporting_verbs
from huaihai.supervision.tests.people import LEAD, MONDAY, PARTNER, assemble, opened
from tests.posts import post_at
from tests.scenes import remembered

HOUR = timedelta(hours=1)


@dataclass
class Office:
    """A project whose file is made, who leads it, and who reviews and signs what is said about it."""

    project: Project
    lead_body: Organisation
    leader: Actor
    helper: Actor
    partner: Actor
    auditor: Actor
    heads: tuple[Actor, Actor]
    reviewers: tuple[Actor, Actor, Actor]


@remembered
def released() -> Office:
    """The kind "visit" must be the one of `told`, as a fixture of the test sees to."""
    people = assemble()
    project = opened(people, "visit", {"aim": "kettles"}, title="演示体察")
    supervision_verbs.register(project, by=people.leader, at=MONDAY)
    supervision_verbs.start(project, by=people.leader, at=MONDAY)
    supervision_verbs.finish(project, by=people.leader, at=MONDAY)
    releasing.release(project, by=people.leader, at=MONDAY)
    their_head = Actor.officer(post_at(PARTNER, Role.HEAD, username="their-head"))
    third = Actor.officer(post_at(LEAD, username="third"))
    return Office(
        project,
        people.lead_body,
        people.leader,
        people.helper,
        people.partner,
        people.auditor,
        (people.office, their_head),
        (people.helper, third, people.partner),
    )


def out(office: Office, edition: Edition, *, signatures: int = 2) -> None:
    """Handed in, reviewed by three, signed."""
    at = MONDAY + HOUR
    procedure.submit(edition, by=office.leader, at=at)
    for reviewer in office.reviewers:
        if edition.stage != "signing":
            procedure.pass_review(edition, by=reviewer, at=at)
    for head in office.heads[:signatures]:
        if edition.stage == "signing":
            procedure.sign(edition, by=head, at=at)
    office.project.refresh_from_db()


def corrected(office: Office) -> tuple[Project, Edition]:
    """Another file, handed over."""
    project = Project.objects.get(pk=office.project.pk)
    releasing.release(project, reason="一个数字抄错了。", by=office.leader, at=MONDAY + 2 * HOUR)
    edition = reporting_verbs.hand_over(project, by=office.leader, at=MONDAY + 2 * HOUR)
    return project, edition


def withdrawn(office: Office) -> None:
    """The text is taken back."""
    publication = Publication.objects.get(state="published")
    edition = procedure.open_withdrawal(
        publication, reason="样品弄混了。", by=office.leader, at=MONDAY + HOUR
    )
    out(office, edition, signatures=1)
