"""Stories and pictures: made by the business or its city, seen by somebody else, taken back; praise is refused."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.brands.catalogue import verbs as catalogue_verbs
from huaihai.brands.catalogue.tests.making import DRAFT, added, kept
from huaihai.brands.catalogue.verbs import Described, Draft
from huaihai.brands.catalogue.words import praised
from huaihai.brands.models import CatalogueRow, Entry, EntryPicture, StoryVersion
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.filestore.tests.pictures import picture, upload
from huaihai.record.models import Event
from huaihai.supervision.tests.people import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


class TestStories:
    def test_what_the_business_wrote_is_shown_once_somebody_read_it_and_then_replaced(
        self, people: People, entry: Entry
    ) -> None:
        story = catalogue_verbs.write_story(entry, DRAFT, by=people.holder, at=MONDAY)
        assert (story.state, story.by_city) == ("waiting", False)
        catalogue_verbs.review_story(story, is_good=True, by=people.home, at=MONDAY)
        row = CatalogueRow.objects.get(entry=entry)
        assert (row.line_zh, row.months) == (DRAFT.line_zh, 1)
        second = catalogue_verbs.write_story(entry, DRAFT, by=people.holder, at=MONDAY)
        story.refresh_from_db()
        assert story.state == "shown"
        catalogue_verbs.review_story(second, is_good=True, by=people.near, at=MONDAY)
        story.refresh_from_db()
        assert story.state == "replaced"

    def test_only_the_business_and_its_city_write_and_others_read_it(
        self, people: People, entry: Entry
    ) -> None:
        for stranger in (people.near, people.auditor):
            with pytest.raises(NotAllowed):
                catalogue_verbs.write_story(entry, DRAFT, by=stranger, at=MONDAY)
        # the secretariat sits in this city here, so it may
        story = catalogue_verbs.write_story(entry, DRAFT, by=people.office, at=MONDAY)
        for reader in (people.office, people.holder):
            with pytest.raises(NotAllowed):
                catalogue_verbs.review_story(story, is_good=True, by=reader, at=MONDAY)

    def test_a_refusal_needs_words_and_the_writer_reads_them(self, people: People, entry: Entry) -> None:
        story = catalogue_verbs.write_story(entry, DRAFT, by=people.holder, at=MONDAY)
        with pytest.raises(Unfit):
            catalogue_verbs.review_story(story, is_good=False, answer=" ", by=people.home, at=MONDAY)
        catalogue_verbs.review_story(story, is_good=False, answer="请写明产地。", by=people.home, at=MONDAY)
        page = client_of(people.holder).get(reverse("business-brand-story", args=[entry.pk])).content.decode()
        assert "请写明产地。" in page
        with pytest.raises(NotPossible):
            catalogue_verbs.review_story(story, is_good=True, by=people.near, at=MONDAY)

    def test_two_sides_do_not_overwrite_each_other(self, people: People, entry: Entry) -> None:
        catalogue_verbs.write_story(entry, DRAFT, by=people.holder, at=MONDAY)
        with pytest.raises(NotPossible):
            catalogue_verbs.write_story(entry, DRAFT, by=people.home, at=MONDAY)
        again = catalogue_verbs.write_story(entry, DRAFT, by=people.holder, at=MONDAY)
        assert StoryVersion.objects.get(number=again.number - 1).state == "replaced"

    def test_a_story_is_taken_back_with_a_reason(self, people: People, entry: Entry) -> None:
        story = catalogue_verbs.write_story(entry, DRAFT, by=people.home, at=MONDAY)
        catalogue_verbs.review_story(story, is_good=True, by=people.near, at=MONDAY)
        with pytest.raises(Unfit):
            catalogue_verbs.take_story_back(story, why="", by=people.holder, at=MONDAY)
        catalogue_verbs.take_story_back(story, why="搬家了", by=people.holder, at=MONDAY)
        assert CatalogueRow.objects.get(entry=entry).line_zh == ""

    def test_every_step_is_in_the_record_without_its_words_which_never_change(
        self, people: People, entry: Entry
    ) -> None:
        story = catalogue_verbs.write_story(entry, DRAFT, by=people.holder, at=MONDAY)
        catalogue_verbs.review_story(story, is_good=False, answer="演示理由", by=people.home, at=MONDAY)
        events = Event.objects.filter(subject=entry.record_key)
        assert [event.verb for event in events] == ["brand_story_written", "brand_story_reviewed"]
        assert "演示理由" not in str([event.facts for event in events])
        story.line_zh = "别的话"
        with pytest.raises(TypeError):
            story.save()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("全城最好吃的面", "最好"),
        ("本地首选", "首选"),
        ("销量第一的香油", "销量第一"),
        ("国家级手艺", "国家级"),
        ("联盟推荐的店", "联盟推荐"),
        ("三心品牌", "三心品牌"),
        ("全國最佳", "最佳"),
        ("The best noodles", "best"),
        ("World-class tea", "world-class"),
        ("第一家店开在 1956 年", ""),
        ("最近的车站在对面，第一次来请走东门", ""),
        ("It is best in May", ""),
        ("His nephew Bestford grinds it", ""),
    ],
)
def test_superlatives_and_titles_are_named_and_plain_words_pass(text: str, word: str) -> None:
    assert praised(text) == word


@pytest.mark.parametrize("field", ["line_zh", "text_zh", "way_zh", "credits", "name_en", "line_en"])
def test_praise_is_refused_wherever_it_stands_and_the_word_is_named(
    people: People, entry: Entry, field: str
) -> None:
    said: dict[str, Any] = {"line_zh": "面", "text_zh": "面", field: "全国最佳"}
    draft = Draft(**said)
    with pytest.raises(Unfit, match="最佳") as refused:
        catalogue_verbs.write_story(entry, draft, by=people.holder, at=MONDAY)
    assert refused.value.field == field
    assert not StoryVersion.objects.exists()


def test_a_private_telephone_is_no_part_of_a_story(people: People, entry: Entry) -> None:
    with pytest.raises(Unfit) as refused:
        catalogue_verbs.write_story(
            entry, Draft(line_zh="面", text_zh="打 13900001234"), by=people.holder, at=MONDAY
        )
    assert refused.value.field == "text_zh"


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
        small = client.get(reverse("brand-picture-small", args=[entry.number, made.number]))
        assert small.content[:2] == b"\xff\xd8"
        page = client.get(entry.get_absolute_url()).content.decode()
        assert 'alt="柜台和石磨"' in page
        assert "演示摄影，店家同意" in page
        assert CatalogueRow.objects.get(entry=entry).picture == made.number
        with pytest.raises(NotAllowed):
            catalogue_verbs.review_picture(
                added(entry, people, colour="blue", by=people.home), is_good=True, by=people.home, at=MONDAY
            )

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

    def test_the_one_put_first_stands_on_the_card(self, people: People, entry: Entry) -> None:
        first, second = added(entry, people), added(entry, people, colour="blue")
        for one in (first, second):
            catalogue_verbs.review_picture(one, is_good=True, by=people.home, at=MONDAY)
        catalogue_verbs.to_front(second, by=people.holder, at=MONDAY)
        assert CatalogueRow.objects.get(entry=entry).picture == second.number
        catalogue_verbs.take_picture_back(second, why="旧照", by=people.holder, at=MONDAY)
        assert CatalogueRow.objects.get(entry=entry).picture == first.number
        assert added(entry, people, colour="blue").number == second.number + 1


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

    @pytest.mark.parametrize("stage", ["nominated", "removed"])
    def test_before_and_after_its_time_the_page_says_why_there_is_no_form(
        self, people: People, stage: str
    ) -> None:
        held, holder = an_entry(people, stage), client_of(people.holder)
        for name in ("story", "pictures"):
            url = reverse(f"business-brand-{name}", args=[held.pk])
            page = holder.get(url).content.decode()
            assert 'enctype="multipart/form-data"' not in page
            assert "<textarea" not in page
            assert ("先参加" in page) == (stage == "nominated")
            assert holder.post(url, self.STORY).status_code == 409

    def test_praise_and_hostile_text_come_back_in_words_with_what_was_typed(
        self, people: People, entry: Entry
    ) -> None:
        page = client_of(people.holder).post(
            reverse("business-brand-story", args=[entry.pk]), self.STORY | {"line_zh": "全城最好吃"}
        )
        text = page.content.decode()
        assert page.status_code == 200
        assert "“最好吃”" in text or "“最好”" in text
        assert "每天五点和面。" in text
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

    def test_a_picture_is_handed_in_and_taken_back(self, people: People, entry: Entry) -> None:
        holder = client_of(people.holder)
        url = reverse("business-brand-pictures", args=[entry.pk])
        sent = {"picture": upload(picture()), "shows": "柜台", "rights": "演示摄影"}
        assert holder.post(url, sent).status_code == 302
        made = EntryPicture.objects.get()
        assert holder.get(reverse("business-brand-picture", args=[made.pk])).status_code == 200
        end = reverse("business-brand-picture-end", args=[made.pk])
        assert holder.post(end, {"why": ""}).status_code == 200
        assert holder.post(end, {"why": "旧照"}).status_code == 302
        made.refresh_from_db()
        assert made.state == "taken-back"

    def test_what_is_no_picture_is_refused_in_words(self, people: People, entry: Entry) -> None:
        holder, url = client_of(people.holder), reverse("business-brand-pictures", args=[entry.pk])
        for broken in (b"", b"no picture at all", b"\xff\xd8\xff" + b"0" * 50):
            sent: dict[str, Any] = {"picture": upload(broken), "shows": "柜台", "rights": "演示摄影"}
            answer = holder.post(url, sent)
            assert answer.status_code == 200
            assert 'id="errors"' in answer.content.decode()
        assert not EntryPicture.objects.exists()

    def test_another_business_finds_nothing_here(self, people: People) -> None:
        other = type(people.shop).objects.create(name="演示别家", created_at=MONDAY)
        held, holder = an_entry(people, business=other, place=None), client_of(people.holder)
        for name in ("business-brand-story", "business-brand-pictures"):
            assert holder.get(reverse(name, args=[held.pk])).status_code == 404

    def test_staff_of_another_city_read_and_do_not_write(self, people: People, entry: Entry) -> None:
        officer = client_of(people.far)
        url = reverse("office-brand-story", args=[entry.pk])
        assert 'name="line_zh"' not in officer.get(url).content.decode()
        assert officer.post(url, self.STORY).status_code == 409
        assert not StoryVersion.objects.exists()
