"""The pages on which stories and pictures are made, for the office and for the business."""

from typing import Any

import pytest
from django.urls import reverse

from huaihai.brands.models import Entry, EntryPicture, StoryVersion
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.kit.filestore.tests.pictures import picture, upload
from huaihai.supervision.tests.people import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


class TestPages:
    STORY = {"line_zh": "面当天擀。", "text_zh": "每天五点和面。", "months": ["3", "4"]}

    def test_a_manager_writes_and_an_officer_reads_and_shows_it(self, people: People, entry: Entry) -> None:
        holder, officer = client_of(people.holder), client_of(people.near)
        url = reverse("business-brand-story", args=[entry.pk])
        assert holder.post(url, self.STORY).status_code == 302
        story = StoryVersion.objects.get()
        assert story.months == 0b1100
        office = officer.get(reverse("office-brand-story", args=[entry.pk])).content.decode()
        review = reverse("office-brand-story-review", args=[story.pk])
        assert review in office
        assert officer.post(review, {"is_good": "yes"}).status_code == 302
        story.refresh_from_db()
        assert story.state == "shown"
        assert officer.post(review, {"is_good": "yes"}).status_code == 409

    @pytest.mark.parametrize("name", ["story", "pictures"])
    @pytest.mark.parametrize("stage", ["nominated", "removed"])
    def test_before_and_after_its_time_the_page_says_why_there_is_no_form(
        self, people: People, name: str, stage: str
    ) -> None:
        held = an_entry(people, stage)
        url = reverse(f"business-brand-{name}", args=[held.pk])
        page = client_of(people.holder).get(url).content.decode()
        assert 'enctype="multipart/form-data"' not in page
        assert "<textarea" not in page
        assert ("先参加" in page) == (stage == "nominated")
        assert client_of(people.holder).post(url, self.STORY).status_code == 409

    def test_praise_comes_back_with_the_word_and_what_was_typed(self, people: People, entry: Entry) -> None:
        page = client_of(people.holder).post(
            reverse("business-brand-story", args=[entry.pk]), self.STORY | {"line_zh": "全城最好吃"}
        )
        text = page.content.decode()
        assert page.status_code == 200
        assert "“最好吃”" in text or "“最好”" in text
        assert "每天五点和面。" in text

    def test_a_picture_is_handed_in_and_taken_back(self, people: People, entry: Entry) -> None:
        holder = client_of(people.holder)
        url = reverse("business-brand-pictures", args=[entry.pk])
        sent = {"picture": upload(picture()), "shows": "柜台", "rights": "演示摄影"}
        assert holder.post(url, sent).status_code == 302
        made = EntryPicture.objects.get()
        assert holder.get(reverse("business-brand-picture", args=[made.pk])).status_code == 200
        end = reverse("business-brand-picture-end", args=[made.pk])
        refused = holder.post(end, {"why": ""})
        assert refused.status_code == 200
        assert '<button class="btn late"' in refused.content.decode()  # as all that takes something away
        assert holder.post(end, {"why": "旧照"}).status_code == 302
        made.refresh_from_db()
        assert made.state == "taken-back"

    @pytest.mark.parametrize("broken", [b"", b"no picture at all", b"\xff\xd8\xff" + b"0" * 50])
    def test_what_is_no_picture_is_refused_in_words(
        self, people: People, entry: Entry, broken: bytes
    ) -> None:
        url = reverse("business-brand-pictures", args=[entry.pk])
        sent: dict[str, Any] = {"picture": upload(broken), "shows": "柜台", "rights": "演示摄影"}
        answer = client_of(people.holder).post(url, sent)
        assert answer.status_code == 200
        assert 'id="errors"' in answer.content.decode()
        assert not EntryPicture.objects.exists()

    @pytest.mark.parametrize("name", ["business-brand-story", "business-brand-pictures"])
    def test_another_business_finds_nothing_here(self, people: People, entry: Entry, name: str) -> None:
        other = an_entry(
            people, business=type(people.shop).objects.create(name="演示别家", created_at=MONDAY), place=None
        )
        assert client_of(people.holder).get(reverse(name, args=[other.pk])).status_code == 404
        assert client_of(people.holder).get(reverse(name, args=[entry.pk])).status_code == 200

    def test_staff_of_another_city_read_and_do_not_write(self, people: People, entry: Entry) -> None:
        officer = client_of(people.far)
        url = reverse("office-brand-story", args=[entry.pk])
        assert 'name="line_zh"' not in officer.get(url).content.decode()
        assert officer.post(url, self.STORY).status_code == 409
        assert not StoryVersion.objects.exists()

    def test_hostile_text_is_answered_in_words(self, people: People, entry: Entry) -> None:
        url = reverse("business-brand-story", args=[entry.pk])
        for wrong in (
            {"line_zh": "a\x00b"},
            {"text_zh": "水" * 3000},
            {"months": ["99"]},
            {"line_zh": "\u202e "},
        ):
            answer = client_of(people.holder).post(url, self.STORY | wrong)
            assert answer.status_code == 200
            assert 'id="errors"' in answer.content.decode()
