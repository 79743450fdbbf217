"""The programme's pages, in both forms, for the office, for other staff and for everybody."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from huaihai.brands import standing
from huaihai.brands.models import Basis, CriteriaVersion
from huaihai.brands.programme import content
from huaihai.brands.programme import verbs as programme_verbs
from huaihai.brands.programme.tests.papers import PAPER, content_with, fixed, recorded, signed_in
from huaihai.brands.scoring.criteria import problems
from huaihai.brands.scoring.tests import designs
from huaihai.brands.tests.people import MONDAY, TODAY, People, a_basis, a_resolution
from huaihai.governance.models import Motion
from huaihai.kit import clock

pytestmark = pytest.mark.django_db
HOME = "office-brand-programme"
LONE = "\ud800"


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


def counting(people: People, **weights: Any) -> CriteriaVersion:
    """A version that counts, without the way to it."""
    row = fixed(people, **weights)
    row.resolution, row.from_on = a_resolution(people), TODAY
    row.save(update_fields=["resolution", "from_on"])
    return row


def page(client: Client, name: str, *args: Any, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def numbers_of(client: Client) -> dict[str, str]:
    """What the form of numbers shows."""
    form = client.get(reverse("office-brand-criteria-new")).context["form"]
    return {name: str(field.initial or "") for name, field in form.fields.items()} | {"reason": "调整"}


class TestForEverybody:
    def test_without_a_basis_the_page_says_plainly_no_title_no_rank_and_with_one_names_it(
        self, people: People
    ) -> None:
        counting(people)

        told = page(Client(), "brand-criteria")

        assert "目前没有法律依据：没有称号，也没有排名。" in told
        basis = a_basis(people, source="https://example.org/list")

        told = page(Client(), "brand-criteria")

        assert basis.title in told
        assert 'href="https://example.org/list"' in told
        assert "目前没有法律依据" not in told

    def test_every_criterion_and_every_rule_stands_there_and_for_one_kind_only_its_own(
        self, people: People
    ) -> None:
        counting(people)

        told = page(Client(), "brand-criteria")

        for part in ("criteria", "triggers"):
            assert all(row["name"]["zh"] in told for row in designs.SHIPPED[part])
        assert "第三十八条" in told
        assert "第四十五条" in told
        assert designs.SHIPPED["note"]["zh"] in told

        scenic = page(Client(), "brand-criteria", kind="scenic-area")

        assert '<th scope="row">退换货痛快' not in scenic
        assert "说到做到" in scenic
        assert '<th scope="row">退换货痛快' in page(Client(), "brand-criteria", kind="' OR 1=1")
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

        told = page(client, "brand-criteria")

        assert "There is no legal basis at present: no title, no rank." in told
        assert "Promises kept" in told

    def test_before_the_first_adoption_nothing_counts_and_nothing_is_shown(self, people: People) -> None:
        row = fixed(people)

        assert "联盟还没有通过任何标准。" in page(Client(), "brand-criteria")
        for name in ("brand-criteria-version", "brand-criteria-file"):
            assert Client().get(reverse(name, args=[row.number])).status_code == 404

    def test_an_older_version_says_that_it_does_not_count(self, people: People) -> None:
        one, two = counting(people), counting(people, loved="20")

        assert "今天不算数" in page(Client(), "brand-criteria-version", one.number)
        assert "今天不算数" not in page(Client(), "brand-criteria-version", two.number)

    def test_the_file_is_byte_for_byte_what_the_hash_is_made_of_and_others_are_not_there(
        self, people: People
    ) -> None:
        row = counting(people)

        answer = Client().get(reverse("brand-criteria-file", args=[row.number]))

        assert sha256(answer.content).hexdigest() == row.content_hash
        assert json.loads(answer.content) == designs.SHIPPED
        for number in (0, 99, 40_000, 10**30):
            assert Client().get(f"/brands/criteria/{number}/").status_code == 404
            assert Client().get(f"/brands/criteria/{number}.json").status_code == 404


class TestForTheOffice:
    def test_which_form_runs_today_and_why(self, people: People) -> None:
        client = signed_in(people.office)
        assert "今天按承诺名录运行" in page(client, HOME)

        basis = a_basis(people)

        told = page(client, HOME)
        assert "今天可以授予称号" in told
        assert basis.title in told

    def test_a_basis_is_written_down_and_moved_in_one_press_or_said_what_is_wrong_with_it(
        self, people: People
    ) -> None:
        said = {name: str(value) for name, value in PAPER.__dict__.items()} | {"until_on": "2026-01-31"}

        answer = signed_in(people.office).post(reverse("office-brand-basis-new"), said)

        assert answer.status_code == 200
        assert "最后一天早于第一天" in answer.content.decode()
        assert PAPER.title in answer.content.decode()
        assert not Basis.objects.exists()
        client = signed_in(people.office)
        said = {name: str(value) for name, value in PAPER.__dict__.items()}

        client.post(reverse("office-brand-basis-new"), said)
        row = Basis.objects.get()
        answer = client.post(reverse("office-brand-basis-motion", args=[row.pk]))

        assert answer["Location"] == reverse("office-motion", args=[Motion.objects.get().pk])
        assert not standing.gives_title(TODAY)

    def test_a_proposal_to_end_a_basis_is_taken_back_or_confirmed_by_another(self, people: People) -> None:
        row = a_basis(people)
        client = signed_in(people.office)
        client.post(reverse("office-brand-basis-end", args=[row.pk]), {"reason": "名录已停用"})

        client.post(reverse("office-brand-basis-end-back", args=[row.pk]))

        assert "名录已停用" not in page(client, HOME)
        assert standing.gives_title(TODAY)
        other = signed_in(people.near)
        confirm = reverse("office-brand-basis-end-confirm", args=[row.pk])
        assert other.get(confirm).status_code == 404
        propose = reverse("office-brand-basis-end", args=[row.pk])
        assert '<button class="btn late"' in client.get(propose).content.decode()

        client.post(propose, {"reason": "名录已停用"})

        assert standing.gives_title(TODAY)
        assert "名录已停用" in page(client, HOME)
        assert confirm not in page(client, HOME)
        assert client.post(confirm, {"sure": "on"}).status_code == 404
        assert confirm in page(other, HOME)
        asked = other.get(confirm)
        assert "名录已停用" in asked.content.decode()
        proposed = asked.context["form"]["proposed"].value()
        assert other.post(confirm, {"proposed": proposed}).status_code == 200
        assert other.post(confirm, {"proposed": "2026", "sure": "on"}).status_code == 409
        assert standing.gives_title(TODAY)

        other.post(confirm, {"proposed": proposed, "sure": "on"})

        assert not standing.gives_title(TODAY)

    def test_the_first_version_comes_from_the_proposal_and_numbers_are_changed_field_by_field(
        self, people: People
    ) -> None:
        client = signed_in(people.office)

        answer = client.post(reverse("office-brand-criteria-new"), numbers_of(client))

        row = CriteriaVersion.objects.get()
        assert answer["Location"] == reverse("office-brand-criteria", args=[1])
        assert row.content == designs.SHIPPED
        said = numbers_of(client) | {
            "criteria.loved.weight": "20.5",
            "criteria.loved.threshold": "",
            "clocks.hearing_working_days": "12",
        }

        client.post(reverse("office-brand-criteria-new"), said)

        row = CriteriaVersion.objects.get(number=2)
        loved = next(one for one in row.content["criteria"] if one["key"] == "loved")
        assert (loved["weight"], loved["threshold"]) == ("20.5", None)
        assert row.content["clocks"]["hearing_working_days"] == 12

    def test_a_number_that_cannot_be_is_said_at_its_field(self, people: People) -> None:
        client = signed_in(people.office)
        said = numbers_of(client)
        for typed in ("0", "-1", "x", "1e3", "９", "100.5", "9" * 24):
            typed_in = said | {"criteria.loved.weight": typed}
            answer = client.post(reverse("office-brand-criteria-new"), typed_in)
            assert answer.status_code == 200
            assert "criteria.loved.weight" in answer.context["form"].errors
        assert not CriteriaVersion.objects.exists()

    def test_all_that_is_wrong_in_pasted_json_is_told_in_words(self, people: People) -> None:
        client = signed_in(people.office)
        content = content_with(loved="0")
        content["clocks"]["suspended_days"] = 1
        content["admission"]["wishes"] = "60"

        answer = client.post(
            reverse("office-brand-criteria-json"), {"content": json.dumps(content), "reason": "改"}
        )

        told = answer.content.decode()
        assert "买过的人说好 · 权重：请填大于 0 的数。" in told
        assert "暂停使用标识最多多少天：请填 7 到 365 之间的整数。" in told
        assert "wishes" in told
        assert not CriteriaVersion.objects.exists()

    def test_what_is_no_criteria_at_all_is_answered_in_words(self, people: People) -> None:
        client, address = signed_in(people.office), reverse("office-brand-criteria-json")
        for typed in (
            *("", "{", "[]", "7", "null", "{}", "[" * 9000, "NaN", "1" * 5000),
            *('{"a": 1, "a": 2}', r'{"format": "\ud800"}', r'{"\ud800": 1}'),
            r'{"criteria": [{"\ud800": "\ud800", "key": "a"}]}',
        ):
            answer = client.post(address, {"content": typed, "reason": "改"})
            assert answer.status_code == 200
            assert answer.context["form"].errors["content"]
            assert 'aria-invalid="true"' in answer.content.decode()

    def test_good_json_is_fixed_and_moved(self, people: People) -> None:
        client = signed_in(people.office)
        content = json.dumps(content_with(loved="30"))

        client.post(reverse("office-brand-criteria-json"), {"content": content, "reason": "改"})
        answer = client.post(reverse("office-brand-criteria-motion", args=[1]))

        motion = Motion.objects.get()
        assert answer["Location"] == reverse("office-motion", args=[motion.pk])
        assert motion.number in page(client, "office-brand-criteria", 1)
        assert motion.number in page(client, HOME)

    def test_two_versions_are_compared_in_words(self, people: People) -> None:
        fixed(people)
        later = content_with(loved="30")
        later["criteria"] = [row for row in later["criteria"] if row["key"] != "fund"]
        later["criteria"][0]["key"] = "permits"
        CriteriaVersion.objects.create(number=2, content=later, content_hash="0" * 64, at=MONDAY, by="test")

        told = page(signed_in(people.office), "office-brand-criteria-comparison", **{"from": "1", "to": "2"})

        for words in (
            "买过的人说好 · 权重",
            '<td data-label="改前">15</td>',
            '<td data-label="改后">30</td>',
            "有先行赔付金",
        ):
            assert words in told
        assert told.count("<tr>") == 5  # head, one new, two left out, one changed

        for query in ({}, {"from": "1"}, {"from": "1", "to": "9"}, {"from": "x", "to": "９"}):
            answer = signed_in(people.office).get(reverse("office-brand-criteria-comparison"), query)

            assert answer.status_code == 404

    def test_staff_of_other_cities_read_and_are_not_asked(self, people: People) -> None:
        basis, version = recorded(people), fixed(people)
        client = signed_in(people.near)

        told = page(client, HOME) + page(client, "office-brand-criteria", version.number)

        assert basis.title in told
        assert "写提案" not in told
        for name, args in (
            ("office-brand-basis-new", []),
            ("office-brand-basis-end", [basis.pk]),
            ("office-brand-basis-end-back", [basis.pk]),
            ("office-brand-basis-end-confirm", [basis.pk]),
            ("office-brand-basis-motion", [basis.pk]),
            ("office-brand-criteria-new", []),
            ("office-brand-criteria-json", []),
            ("office-brand-criteria-motion", [version.number]),
        ):
            assert client.post(reverse(name, args=args), {"reason": "x"}).status_code == 404
        assert not Motion.objects.exists()

    def test_the_page_costs_the_same_however_many_there_are(
        self, people: People, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        client = signed_in(people.office)
        for number in range(40):
            recorded(people, title=f"名录{number}", at=MONDAY + timedelta(minutes=number))
        programme_verbs.draft_basis_motion(Basis.objects.all()[0], by=people.office, at=MONDAY)
        fixed(people)

        with django_assert_max_num_queries(20):
            page(client, HOME)


def test_criteria_of_the_first_format_stay_readable_and_a_new_version_has_the_new_rule(
    people: People,
) -> None:
    old = programme_verbs.fix_criteria(designs.first_format(), reason="演示", by=people.office, at=MONDAY)
    CriteriaVersion.objects.filter(pk=old.pk).update(resolution=a_resolution(people), from_on=TODAY)
    page = Client().get(reverse("brand-criteria-version", args=[old.number])).content.decode()
    assert "0.6" in page
    assert reverse("brand-sheet") in page
    form = signed_in(people.office).get(reverse("office-brand-criteria-new")).context["form"]
    assert form["admission.apart"].initial == "25"
    assert "admission.agreement" not in form.fields
    assert problems(content.base()) == []
