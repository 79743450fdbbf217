"""A city that is put into a project is asked first; it takes part once it agrees."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.record.models import OutboxMessage
from huaihai.supervision import cities, kinds, powers, verbs, verifying
from huaihai.supervision.forms import CityPart
from huaihai.supervision.models import Project, ProjectCity
from huaihai.supervision.tests.people import MONDAY, People, assemble, client_of
from huaihai.supervision.waiting import for_person
from tests.posts import body

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> People:
    monkeypatch.setitem(kinds.FOLDERS, Project.Kind.VISIT, "tests.plain")
    return assemble()


def asked(people: People) -> Project:
    """Led by one city; another one has been asked."""
    return verbs.open_project(
        kind="visit",
        title="演示体察",
        theme="green",
        lead=people.lead_body,
        year=2026,
        plan={"aim": "kettles"},
        cities=[CityPart(people.lead_body, 3), CityPart(people.partner_body, 3)],
        by=people.leader,
        at=MONDAY,
    )


def answers(project: Project) -> dict[str, str]:
    return dict(project.all_cities.values_list("body__key", "answer"))


def test_the_leaders_city_is_in_and_the_other_one_is_invited_with_one_message(people: People) -> None:
    people.partner_body.phone = "13800000001"
    people.partner_body.save()
    project = asked(people)
    assert answers(project) == {"city:320300": "agreed", "city:411400": "asked"}
    assert [row.body for row in project.cities] == [people.lead_body]
    assert not powers.takes_part(people.partner, project, on=MONDAY.date())
    answer = reverse("office-project-answer", args=[project.pk])
    assert [row.url for row in for_person(people.partner, MONDAY)] == [answer]
    assert answer not in [row.url for row in for_person(people.helper, MONDAY)]
    same = [CityPart(people.lead_body, 3), CityPart(people.partner_body, 3)]
    cities.change_cities(project, same, by=people.leader, at=MONDAY + HOUR)
    message = OutboxMessage.objects.get()
    assert "演示体察" in message.text
    assert message.subject == project.record_key


@pytest.mark.parametrize(("agrees", "left"), [("yes", "agreed"), ("no", "declined")])
def test_the_city_answers_on_one_page(people: People, agrees: str, left: str) -> None:
    project, browser = asked(people), client_of(people.partner)
    page = reverse("office-project-answer", args=[project.pk])
    assert page in browser.get(project.office_url).content.decode()

    assert browser.post(page, {"agrees": ""}).status_code == 200
    assert browser.post(page, {"agrees": agrees, "why": "人手不够"}).status_code == 302

    assert answers(project)["city:411400"] == left
    assert browser.post(page, {"agrees": agrees}).status_code == 404
    assert ("人手不够" in browser.get(project.office_url).content.decode()) == (agrees == "no")
    assert page not in [row.url for row in for_person(people.partner, MONDAY)]
    assert list(verifying.findings()) == []


def test_nobody_answers_for_another_body_or_after_the_city_was_taken_out(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = asked(people)
    for stranger in (people.leader, people.auditor):
        with pytest.raises(NotAllowed):
            cities.answer(project, agrees=True, by=stranger, at=MONDAY)
    found = iter([cities.invitation_of(people.partner, project), None])
    monkeypatch.setattr(cities, "invitation_of", lambda *_of: next(found))
    with pytest.raises(NotPossible):
        cities.answer(project, agrees=True, by=people.partner, at=MONDAY)


def test_who_has_agreed_is_asked_again_only_for_more(people: People) -> None:
    project = asked(people)
    cities.answer(project, agrees=True, by=people.partner, at=MONDAY)
    for share, left in ((2, "agreed"), (3, "asked")):
        parts = [CityPart(people.lead_body, 3), CityPart(people.partner_body, share)]
        cities.change_cities(project, parts, by=people.leader, at=MONDAY)
        assert answers(project)["city:411400"] == left


def test_a_city_that_declined_stays_on_the_page_and_can_be_asked_again(people: People) -> None:
    project = asked(people)
    cities.answer(project, agrees=False, by=people.partner, at=MONDAY)
    own, third = CityPart(people.lead_body, 3), CityPart(body("city:341300"))

    cities.change_cities(project, [own, third], by=people.leader, at=MONDAY)
    cities.change_cities(project, [own], by=people.leader, at=MONDAY)
    assert answers(project) == {"city:320300": "agreed", "city:411400": "declined"}

    cities.change_cities(project, [own, CityPart(people.partner_body)], by=people.leader, at=MONDAY)
    assert answers(project)["city:411400"] == "asked"


@pytest.mark.usefixtures("english")
def test_nobody_joins_once_collecting_has_begun_and_an_answer_that_nobody_gave_is_found(
    people: People,
) -> None:
    project = asked(people)
    verbs.register(project, by=people.leader, at=MONDAY)
    verbs.start(project, by=people.leader, at=MONDAY)
    with pytest.raises(NotPossible):
        cities.answer(project, agrees=True, by=people.partner, at=MONDAY)
    page = reverse("office-project-answer", args=[project.pk])
    assert client_of(people.partner).get(page).status_code == 409
    ProjectCity.objects.update(answer="agreed")
    assert "its cities and shares" in " ".join(one.what for one in verifying.findings())
