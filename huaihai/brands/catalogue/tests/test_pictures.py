"""Pictures: described, seen by somebody else, put in order, taken back."""

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.brands.catalogue import verbs as catalogue_verbs
from huaihai.brands.catalogue.tests.making import added, kept
from huaihai.brands.catalogue.verbs import Described
from huaihai.brands.models import CatalogueRow, Entry
from huaihai.brands.tests.people import MONDAY, People
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


class TestPictures:
    def test_a_picture_is_shown_once_somebody_else_saw_it(
        self, people: People, entry: Entry, client: Client
    ) -> None:
        made = added(entry, people)
        url = reverse("brand-picture", args=[entry.number, made.number])
        assert client.get(url).status_code == 404
        catalogue_verbs.review_picture(made, is_good=True, by=people.home, at=MONDAY)
        answer = client.get(url)
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
        page = client.get(entry.get_absolute_url()).content.decode()
        assert 'alt="柜台和石磨"' in page
        assert "演示摄影，店家同意" in page
        assert CatalogueRow.objects.get(entry=entry).picture == made.number

    @pytest.mark.parametrize(
        ("shows", "rights", "field"),
        [
            ("", "演示", "shows"),
            ("柜台", " ", "rights"),
            ("最好的店", "演示", "shows"),
            ("柜台", "国家级摄影", "rights"),
            ("电话 13800000001", "演示", "shows"),
            ("柜台", "演示 13800000001", "rights"),
        ],
    )
    def test_what_it_shows_and_whose_it_is_must_be_said(
        self, people: People, entry: Entry, shows: str, rights: str, field: str
    ) -> None:
        with pytest.raises(Unfit) as refused:
            catalogue_verbs.add_picture(entry, kept(), Described(shows, rights), by=people.holder, at=MONDAY)
        assert refused.value.field == field

    def test_the_same_picture_is_taken_once_and_at_most_twelve(self, people: People, entry: Entry) -> None:
        added(entry, people, colour="#000000")
        with pytest.raises(Unfit):
            added(entry, people, colour="#000000")
        for number in range(1, catalogue_verbs.MOST):
            added(entry, people, colour=f"#{20 * number:02x}00ff")
        with pytest.raises(NotPossible):
            added(entry, people, colour="#ffffff")

    def test_nobody_reviews_the_own_picture(self, people: People, entry: Entry) -> None:
        with pytest.raises(NotAllowed):
            catalogue_verbs.review_picture(
                added(entry, people, by=people.home), is_good=True, by=people.home, at=MONDAY
            )

    def test_the_one_put_first_stands_on_the_card(self, people: People, entry: Entry) -> None:
        first, second = added(entry, people), added(entry, people, colour="blue")
        for one in (first, second):
            catalogue_verbs.review_picture(one, is_good=True, by=people.home, at=MONDAY)
        catalogue_verbs.to_front(second, by=people.holder, at=MONDAY)
        assert CatalogueRow.objects.get(entry=entry).picture == second.number
        catalogue_verbs.take_picture_back(second, why="旧照", by=people.holder, at=MONDAY)
        assert CatalogueRow.objects.get(entry=entry).picture == first.number
        assert added(entry, people, colour="blue").number == second.number + 1
