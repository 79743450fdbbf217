"""What changes with a project's life is found too where the record does not say it: stage, files, cities, parts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import models, transaction

from huaihai.members.models import Account
from huaihai.supervision import cities as supervision_cities
from huaihai.supervision import kinds, verbs, verifying
from huaihai.supervision.forms import CityPart
from huaihai.supervision.models import PlanVersion, Project, ProjectCity, ProjectRole, Release
from huaihai.supervision.moving import moving
from huaihai.supervision.releasing import open_editions
from huaihai.supervision.reporting import verbs as reporting_verbs
from huaihai.supervision.reporting.tests.handed import Office, corrected, out, released, withdrawn
from huaihai.supervision.staffing import verbs as staffing
from huaihai.supervision.tests.people import MONDAY
from tests.scenes import remembered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LATER = MONDAY + timedelta(days=9)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setitem(kinds.FOLDERS, Project.Kind.VISIT, "reporting.tests.told")
    return told()


@remembered
def told() -> Office:
    """A project that is out, with a second file that waits; somebody has a part, somebody had one."""
    office = released()
    for actor, role in ((office.helper, "visitor"), (office.partner, "coder")):
        account = Account.objects.get(pk=str(actor.account_id))
        row = staffing.give_role(office.project, role, account, by=office.leader, at=MONDAY)
    staffing.end_role(row, by=office.leader, at=MONDAY)
    out(office, reporting_verbs.hand_over(office.project, by=office.leader, at=MONDAY))
    office.project, _edition = corrected(office)
    return office


def wrong() -> list[str]:
    return [one.what for one in verifying.findings()]


ALTERED: dict[str, tuple[Callable[[Project], object], str]] = {
    "the title": (lambda own: change(own, title="另一项"), "what it is"),
    "the number": (lambda own: change(own, number="2026-99"), "what it is"),
    "who leads": (lambda own: change(own, lead=None), "what it is"),
    "the first day": (lambda own: change(own, starts_on=LATER.date()), "what it is"),
    "the stage": (lambda own: change(own, stage="checking"), "its stage"),
    "the plan that counts": (lambda own: change(own, registered=plan_of(own)), "its registered plan"),
    "the file": (lambda own: change(own, release=own.releases.get(number=1)), "its file"),
    "the text": (lambda own: change(own, publication=None), "its text"),
    "the day it went out": (lambda own: change(own, published_at=LATER), "when it was published"),
    "that its text stands": (lambda own: change(own, withdrawn_at=LATER), "when its text was withdrawn"),
    "an unsigned file that is out": (
        lambda own: models.QuerySet(Release).filter(project=own, number=2).update(published_at=LATER),
        "file 2",
    ),
    "a signed file that is gone from sight": (
        lambda own: models.QuerySet(Release).filter(project=own, number=1).update(published_at=None),
        "file 1",
    ),
    "a share": (lambda own: own.cities.update(share=1), "its cities and shares"),
    "money": (lambda own: own.cities.update(budget_fen=1), "its cities and shares"),
    "a city that is gone": (lambda own: ProjectCity.objects.first().delete(), "its cities and shares"),
    "a part": (lambda own: ProjectRole.objects.filter(role="visitor").update(role="coder"), "its parts"),
    "a part that has ended": (lambda own: ProjectRole.objects.update(until=None), "its parts"),
    "a part that nobody gave": (
        lambda own: own.roles.create(
            role="coder",
            body=own.cities.all()[0].body,
            account=own.roles.get(role="visitor").account,
            since=MONDAY,
        ),
        "its parts",
    ),
}


def change(project: Project, **facts: object) -> None:
    """As whoever owns the database changes rows."""
    models.QuerySet(Project).filter(pk=project.pk).update(**facts)


def plan_of(project: Project) -> PlanVersion:
    """A second plan that nobody registered."""
    forged = PlanVersion(
        project=project, number=2, plan={}, plan_hash="0" * 64, reason="x", at=MONDAY, by="x"
    )
    (made,) = PlanVersion.objects.bulk_create([forged])
    return made


def test_a_whole_life_is_told_again_without_a_finding(office: Office) -> None:
    assert wrong() == []
    out(office, open_editions(office.project).get())
    withdrawn(office)
    assert wrong() == []
    project = Project.objects.get()
    out(office, reporting_verbs.hand_over(project, by=office.leader, at=LATER))
    assert Project.objects.get().withdrawn_at is None
    assert wrong() == []


def test_a_text_that_is_withdrawn_while_results_are_looked_at_again_is_marked(office: Office) -> None:
    out(office, open_editions(office.project).get())
    with moving(Project.objects.get(), "look again", by=office.leader, at=MONDAY):
        pass
    withdrawn(office)

    project = Project.objects.get()
    assert project.stage == "checking"
    assert project.withdrawn_at is not None
    assert list(Project.objects.published()) == [project]  # it stays where it was read
    assert wrong() == []


def test_what_the_record_does_not_say_is_found(office: Office) -> None:
    for name, (alter, what) in ALTERED.items():
        with transaction.atomic():
            alter(Project.objects.get(pk=office.project.pk))
            assert what in " ".join(wrong()), name
            transaction.set_rollback(True)


def test_other_cities_are_told_again(office: Office) -> None:
    cities = [CityPart(office.lead_body, share=7, budget_fen=9)]
    project = verbs.open_project(
        kind="visit", title="演示", theme="green", lead=None, year=2026, by=office.heads[0], at=MONDAY
    )
    supervision_cities.change_cities(project, cities, by=office.heads[0], at=MONDAY)
    verbs.drop(project, reason="No money.", by=office.heads[0], at=MONDAY)
    assert list(verifying.misfits(project)) == []
