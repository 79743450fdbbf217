"""Checking places with a phone."""

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.supervision.models import Finding, Inspection, Photo, Project
from huaihai.supervision.sweeping.tests.browsing import checked, hidden, page, picture
from huaihai.supervision.sweeping.tests.scene import finding, gym, key
from huaihai.supervision.tests.people import People, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.mark.both_databases
def test_a_new_place_is_written_down_and_checked_with_photos(desk: Client, project: Project) -> None:
    new = reverse("sweep-place-new", args=[project.pk])
    assert new in page(desk, "sweep-search", project.pk, q="没有")
    place = {"sign": "演示新店", "address": "新路2号", "region": "320302", "name": "", "code": ""}
    made = desk.post(new, place)
    assert made.status_code == 302
    form = desk.get(made["Location"]).content.decode()
    sent = checked(exit="found") | {"key": hidden(form, "key"), "note": ""}
    for _time in range(2):
        answer = desk.post(made["Location"], sent | {"photos_exit": picture()})
        assert answer.status_code == 302
    inspection, photo = Inspection.objects.get(), Photo.objects.get()
    assert photo.about == finding(inspection, "exit").mark.seal_key
    assert desk.get(reverse("office-project-photo", args=[project.pk, photo.pk])).status_code == 200
    assert "门锁着" in page(desk, "sweep-inspection", project.pk, inspection.pk)


def test_what_was_typed_and_the_photos_stay_while_something_is_missing(
    desk: Client, project: Project
) -> None:
    address = reverse("sweep-check", args=[project.pk, gym().pk])
    sent = checked(exit="found") | {"key": str(key()), "note": "二楼", "mark_price": ""}
    answer = desk.post(address, sent | {"photos_exit": picture()})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "二楼" in html
    assert "门锁着" in html
    again = sent | {"mark_price": "na", "kept_exit": hidden(html, "kept_exit")}
    assert desk.post(address, again).status_code == 302
    assert Photo.objects.count() == 1
    other = reverse("sweep-check", args=[project.pk, gym("演示二店", digit="8").pk])
    forged = checked() | {"key": str(key(2)), "kept_exit": "W1siYSJdXQ:1:2"}  # a token of another hand
    assert desk.post(other, forged).status_code == 302
    assert Photo.objects.count() == 1


@pytest.mark.both_databases
def test_odd_input_gets_an_answer(desk: Client, project: Project) -> None:
    place = gym()

    def url(name: str, *more: object) -> str:
        return reverse(name, args=[project.pk, *more])

    for typed in ("x", "", "\x00", "\ufffe", "9" * 400):
        sent = checked() | {"key": typed, "mark_exit": typed, "note": typed, "words_exit": typed}
        new = {"sign": typed, "address": typed, "region": typed, "code": typed, "name": typed}
        narrowed = {"city": typed, "show": typed}
        answers = [
            desk.get(url("sweep-search"), {"q": typed[:100]}),
            desk.post(url("sweep-check", place.pk), sent),
            desk.post(url("sweep-place-new"), new),
            *(desk.get(url(name), narrowed) for name in ("sweep-findings", "sweep-places")),
        ]
        assert [answer.status_code for answer in answers] == [200] * 5, typed


@pytest.mark.both_databases
def test_an_auditor_reads_and_checks_nothing(people: People, project: Project, unpriced: Finding) -> None:
    reader = client_of(people.auditor)
    assert page(reader, "office-project", project.pk)
    assert reverse("sweep-search", args=[project.pk]) not in page(
        reader, "sweep-inspection", project.pk, unpriced.inspection_id
    )
    assert "recheck/" not in page(reader, "sweep-finding", project.pk, unpriced.pk)
    assert page(reader, "sweep-search", project.pk, status=404)
    assert page(reader, "sweep-advice", project.pk, unpriced.pk, status=404)
