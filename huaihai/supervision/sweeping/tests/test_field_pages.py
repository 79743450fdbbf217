"""Checking places with a phone."""

import pytest
from django.urls import reverse

from huaihai.supervision.models import Inspection, Photo, Project
from huaihai.supervision.sweeping.tests.browsing import checked, hidden, page, picture, signed_in
from huaihai.supervision.sweeping.tests.scene import finding, gym, inspected, key
from huaihai.supervision.tests.people import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


class TestOnTheSpot:
    @pytest.mark.both_databases
    def test_a_new_place_is_written_down_and_checked_with_photos(
        self, people: People, project: Project
    ) -> None:
        desk = signed_in(people.leader)
        assert reverse("sweep-place-new", args=[project.pk]) in page(
            desk, "sweep-search", project.pk, q="没有"
        )
        made = desk.post(
            reverse("sweep-place-new", args=[project.pk]),
            {"sign": "演示新店", "address": "新路2号", "region": "320302", "name": "", "code": ""},
        )
        assert made.status_code == 302
        form = desk.get(made["Location"]).content.decode()
        sent = checked(exit="found") | {"key": hidden(form, "key"), "note": ""}

        for _time in range(2):
            answer = desk.post(made["Location"], sent | {"photos_exit": picture()})
            assert answer.status_code == 302

        assert Inspection.objects.count() == 1
        photo = Photo.objects.get()
        assert photo.about == finding(Inspection.objects.get(), "exit").mark.seal_key
        assert desk.get(reverse("office-project-photo", args=[project.pk, photo.pk])).status_code == 200
        assert "门锁着" in page(desk, "sweep-inspection", project.pk, Inspection.objects.get().pk)

    def test_what_was_typed_and_the_photos_stay_while_something_is_missing(
        self, people: People, project: Project
    ) -> None:
        desk, address = signed_in(people.leader), reverse("sweep-check", args=[project.pk, gym().pk])
        sent = checked(exit="found") | {"key": str(key()), "note": "二楼", "mark_price": ""}
        answer = desk.post(address, sent | {"photos_exit": picture()})
        html = answer.content.decode()
        assert answer.status_code == 200
        assert "二楼" in html
        assert "门锁着" in html

        again = sent | {"mark_price": "na", "kept_exit": hidden(html, "kept_exit")}
        assert desk.post(address, again).status_code == 302
        assert Photo.objects.count() == 1

    def test_a_token_of_another_hand_keeps_no_photo(self, people: People, project: Project) -> None:
        desk, address = signed_in(people.leader), reverse("sweep-check", args=[project.pk, gym().pk])
        sent = checked() | {"key": str(key()), "kept_exit": "W1siYSJdXQ:1:2"}
        assert desk.post(address, sent).status_code == 302
        assert not Photo.objects.exists()

    @pytest.mark.both_databases
    @pytest.mark.parametrize("typed", ["x", "", "\x00", "\ufffe", "9" * 400])
    def test_odd_input_gets_an_answer(self, people: People, project: Project, typed: str) -> None:
        desk, place = signed_in(people.leader), gym()
        assert desk.get(reverse("sweep-search", args=[project.pk]), {"q": typed[:100]}).status_code == 200
        sent = checked() | {"key": typed, "mark_exit": typed, "note": typed, "words_exit": typed}
        answer = desk.post(reverse("sweep-check", args=[project.pk, place.pk]), sent)
        assert answer.status_code == 200
        new = {"sign": typed, "address": typed, "region": typed, "code": typed, "name": typed}
        assert desk.post(reverse("sweep-place-new", args=[project.pk]), new).status_code == 200
        for name in ("sweep-findings", "sweep-places"):
            assert (
                desk.get(reverse(name, args=[project.pk]), {"city": typed, "show": typed}).status_code == 200
            )

    @pytest.mark.both_databases
    def test_an_auditor_reads_and_checks_nothing(self, people: People, project: Project) -> None:
        reader = signed_in(people.auditor)
        made = inspected(project, gym(), "price", by=people.leader)
        found = finding(made, "price")
        assert page(reader, "office-project", project.pk)
        assert page(reader, "sweep-inspection", project.pk, made.pk)
        assert "recheck/" not in page(reader, "sweep-finding", project.pk, found.pk)
        assert page(reader, "sweep-search", project.pk, status=404)
        assert page(reader, "sweep-advice", project.pk, found.pk, status=404)
