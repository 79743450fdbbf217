"""Writing a call down: what is known of the business, likely doubles in ten cities, what comes with the case."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from huaihai.businesses.models import Business
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.cases import elsewhere
from huaihai.cases.desk import alike, looking
from huaihai.cases.desk.intake_forms import LONGEST_TITLE, beginning
from huaihai.cases.elsewhere import Number
from huaihai.cases.models import Case, Complainant, Consent, ElsewhereNumber
from huaihai.cases.tests.at_the_desk import NOW
from huaihai.cases.tests.test_confirming import ANSWERS
from huaihai.cases.verbs import intake, routing
from huaihai.kit.clock import local_day
from huaihai.record import events
from tests import cast as people
from tests.posts import PROGRAM, body
from tests.queries import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
REGISTER = "desk-register"
SHOP = "Kettle shop (test)"
OTHER_PHONE = {"phone": "13900000088", "name": "Zhou (test)"}


def found(client: Client, **typed: Any) -> str:
    answer = client.post(reverse("desk-register-found"), typed)
    assert answer.status_code == 200
    return answer.text


def choices(text: str) -> int:
    return text.count('name="choose"')


def written_down(**changed: Any) -> Case:
    """A call at Li's home body."""
    told: dict[str, Any] = {
        "organisation": body(f"city:{people.HOME}"),
        "title": "电热水壶漏电",
        "story": "买来第三天就漏电，要求退货。",
        "remedies": ["refund"],
        "stated": Stated(name=SHOP, code=people.shop_code()),
        "consumer_at": people.HOME,
        "name": "Li (test)",
        "phone": people.PHONE,
        "by": PROGRAM,
        "at": NOW,
    }
    return intake.register(origin="phone", **(told | changed)).case


@pytest.mark.parametrize(
    "typed",
    [
        {"of_business_name": "kettle"},
        {"of_business_name": "ＫＥＴＴＬＥ shop"},
        {"of_business_sign": "Kettle"},
        {"of_business_code": people.shop_code()},
        {"of_business_phone": "03700000000"},
    ],
)
def test_a_business_is_found_by_name_sign_code_and_phone(wang: Client, typed: dict[str, str]) -> None:
    assert choices(found(wang, **typed)) == 1


@pytest.mark.parametrize("name", ["", "K", "nobody\x00", " "])
def test_too_little_or_nonsense_finds_nothing(wang: Client, name: str) -> None:
    assert choices(found(wang, of_business_name=name)) == 0


def test_at_most_eight_those_of_the_own_city_first_and_none_that_is_closed(
    wang: Client, cast: people.Cast
) -> None:
    for number in range(12):
        place = people.HOME if number >= 10 else people.LEAD
        find_or_write_down(Stated(name=f"Shop {number:02}", region_code=place), by=PROGRAM, at=NOW)
    Business.objects.filter(name="Shop 11").update(is_gone=True)

    rows = looking.looked_up({"name": "shop"}, actor=cast.wang, city=people.HOME)

    assert len(rows) == looking.MOST
    assert rows[0].business.name == "Shop 10"
    assert "Shop 11" not in [row.business.name for row in rows]


def test_looking_up_asks_the_same_number_of_questions_for_one_and_for_eight(
    wang: Client, cast: people.Cast
) -> None:
    found(wang, of_business_name="kettle")  # what a process reads once
    one = queries_of(found, wang, of_business_name="kettle")
    for number in range(8):
        find_or_write_down(Stated(name=f"Kettle {number}", sign="S"), by=PROGRAM, at=NOW)
        written_down(stated=Stated(name=f"Kettle {number}", sign="S"), phone=f"1390000010{number}")

    assert queries_of(found, wang, of_business_name="kettle") == one


def test_the_chosen_one_shows_its_record_and_its_cases_count_by_the_one_definition(
    wang: Client, cast: people.Cast
) -> None:
    for stage, result in (
        ("closed", "fulfilled"),
        ("closed", "unfulfilled"),
        ("withdrawn", ""),
        ("received", ""),
    ):
        case = written_down(phone="", name="")
        Case.objects.filter(pk=case.pk).update(stage=stage, result=result)

    known = looking.chosen(cast.shop.pk, actor=cast.wang, city=people.HOME)
    assert known is not None
    record = looking.record_of(known, today=local_day(NOW))
    text = found(wang, business=str(cast.shop.pk), of_business_name=SHOP)

    assert (record.counted, record.solved, known.open_cases) == (3, 1, 1)
    assert "3 件里 1 件经消费者确认解决" in text
    assert choices(text) == 0


def test_without_script_look_and_choose_keep_everything_typed(wang: Client, cast: people.Cast) -> None:
    typed = ANSWERS | {"of_business_name": "Kettle", "story": "还没有说完"}

    looked = wang.post(reverse(REGISTER), typed | {"look": "1"})
    chosen = wang.post(reverse(REGISTER), typed | {"choose": str(cast.shop.pk)})

    for page in (looked, chosen):
        assert page.status_code == 200
        assert "还没有说完" in page.text
        assert not page.context["form"].is_bound
        assert page.context["form"]["consents"].value() == ANSWERS["consents"]
    assert choices(looked.text) == 1
    assert chosen.context["form"]["of_business_name"].value() == SHOP
    assert chosen.context["form"]["of_business_code"].value() == people.shop_code()
    assert Case.objects.count() == 0


@pytest.mark.parametrize(("name", "is_same"), [(SHOP, True), ("Another shop", False)])
def test_the_case_is_about_the_chosen_business_as_long_as_its_name_stands(
    wang: Client, cast: people.Cast, name: str, is_same: bool
) -> None:
    Business.objects.filter(pk=cast.shop.pk).update(credit_code=None)
    answers = ANSWERS | {"business": str(cast.shop.pk), "of_business_name": name}

    assert wang.post(reverse(REGISTER), answers).status_code == 302

    assert (Case.objects.get().business_id == cast.shop.pk) is is_same


def test_what_a_choice_filled_in_goes_where_another_name_is_typed(wang: Client, cast: people.Cast) -> None:
    filled = {"of_business_code": people.shop_code(), "of_business_sign": "Kettle shop"}
    answers = ANSWERS | filled | {"business": str(cast.shop.pk), "of_business_name": "Another shop"}

    again = wang.post(reverse(REGISTER), answers | {"look": "1", "of_business_sign": "typed by hand"})
    assert wang.post(reverse(REGISTER), answers).status_code == 302

    form = again.context["form"]
    assert (form["of_business_code"].value(), form["of_business_sign"].value()) == ("", "typed by hand")
    business = Case.objects.get().business
    assert business is not None
    assert (business.name, business.credit_code) == ("Another shop", None)


@pytest.mark.parametrize("chosen", ["not an id", "0" * 32, ""])
def test_a_business_that_is_none_is_as_if_nothing_was_chosen(wang: Client, chosen: str) -> None:
    assert wang.post(reverse(REGISTER), ANSWERS | {"choose": chosen}).status_code == 200


@pytest.mark.parametrize("who", ["zhao", "wang"])
def test_the_same_phone_is_warned_of_and_each_city_reads_what_it_may(
    who: str, request: pytest.FixtureRequest, cast: people.Cast
) -> None:
    case = written_down(by=cast.wang, category="G01")
    reader: Client = request.getfixturevalue(who)

    text = found(reader, phone="+86 138 0000 0001")

    assert 'name="alike"' in text
    is_own = who == "wang"
    assert (str(case.number) in text) is is_own
    assert ("电热水壶漏电" in text) is is_own
    assert (reverse("desk-case", args=[case.pk]) in text) is is_own
    assert is_own or "徐州" in text
    assert "Li (test)" not in text
    assert SHOP not in text
    assert (f'name="alike" value="{case.pk}"' in text) is is_own, "only an own file can be joined to"


@pytest.mark.parametrize(
    ("story", "business", "is_warned"),
    [
        ("水壶第三天漏电，买来要求退货", SHOP, True),
        ("水壶第三天漏电，买来要求退货", "Another shop", False),
        ("健身卡办了以后关门，余额不退", SHOP, False),
        ("漏电", SHOP, False),
    ],
)
def test_like_words_about_the_same_business_are_warned_of(
    wang: Client, cast: people.Cast, story: str, business: str, is_warned: bool
) -> None:
    written_down()

    text = found(wang, of_business_name=business, story=story, phone=OTHER_PHONE["phone"])

    assert ("同一商家，说的事相近" in text) is is_warned


def test_what_is_old_or_joined_already_warns_of_nothing(wang: Client, cast: people.Cast) -> None:
    written_down(at=NOW - alike.LOOK_BACK - timedelta(days=1))
    joined = written_down()
    Case.objects.filter(pk=joined.pk).update(stage="linked")

    assert 'name="alike"' not in found(wang, phone=people.PHONE)


def test_nothing_is_saved_before_somebody_said_whether_it_is_the_same(
    wang: Client, cast: people.Cast
) -> None:
    older = written_down(by=cast.wang)

    asked = wang.post(reverse(REGISTER), ANSWERS)
    unseen = wang.post(reverse(REGISTER), ANSWERS | {"alike": "different", "alike_shown": ""})
    other = wang.post(reverse(REGISTER), ANSWERS | {"alike": "different", "alike_shown": str(older.pk)})

    assert asked.status_code == unseen.status_code == 200
    assert "买来第三天就漏电" in asked.text
    assert other.status_code == 302
    assert Case.objects.exclude(pk=older.pk).get().linked_to is None


def test_the_officer_joins_it_to_the_older_file(wang: Client, cast: people.Cast, files: Any) -> None:
    older = written_down(by=cast.wang)
    upload = SimpleUploadedFile("a.txt", "小票 0001".encode(), "text/plain")

    answer = wang.post(
        reverse(REGISTER),
        ANSWERS | {"alike": str(older.pk), "alike_shown": str(older.pk), "upload": [upload]},
    )

    new = Case.objects.exclude(pk=older.pk).get()
    assert answer.headers["Location"] == reverse("desk-case", args=[older.pk])
    assert (new.stage, new.linked_to) == ("linked", older)
    assert new.evidence.count() == 1


def test_nobody_joins_to_a_file_of_another_city_or_to_one_that_does_not_exist(
    zhao: Client, cast: people.Cast
) -> None:
    older = written_down(by=cast.wang)

    for chosen in (str(older.pk), "x", ""):
        answer = zhao.post(reverse(REGISTER), ANSWERS | {"alike": chosen, "alike_shown": str(older.pk)})
        assert answer.status_code == 200
    assert Case.objects.count() == 1


def test_consents_files_and_the_number_elsewhere_come_with_it(
    wang: Client, cast: people.Cast, files: Any
) -> None:
    good = SimpleUploadedFile("小票.txt", "小票 0001".encode(), "text/plain")
    bad = SimpleUploadedFile("x.exe", b"MZ\x00\x01\x02", "application/octet-stream")
    platform = {
        "platform": "12315",
        "platform_number": "1320300002026112400012345",
        "platform_due_on": "2026-11-26",
    }

    answer = wang.post(
        reverse(REGISTER), ANSWERS | {"title": "", "upload": [good, bad], **platform}, follow=True
    )

    case = Case.objects.get()
    assert case.title == "买来第三天就漏电"
    assert [one.wording for one in Consent.objects.all()] == [intake.READ_OUT] * 2
    assert all(one.is_by_word_of_mouth and one.given_at == NOW for one in Consent.objects.all())
    assert [file.name for file in case.evidence.all()] == ["小票.txt"]
    assert answer.context["messages"]
    called = reverse("desk-step", args=[case.pk, "no-answer"])
    assert f'href="{called}" data-key="b"' in answer.text
    assert wang.get(called).status_code == 200
    held = ElsewhereNumber.objects.get()
    assert (held.platform, held.number, held.due_on) == (
        "12315",
        platform["platform_number"],
        local_day(NOW) + timedelta(days=2),
    )
    page = wang.get(reverse("desk-case", args=[case.pk])).text
    assert platform["platform_number"] in page
    assert "比我们的期限早" in page
    assert "念给对方听，口头同意" in page
    assert "read-out" not in page
    assert case.title in wang.get(reverse("desk"), {"q": "2026112400012"}).text


def test_a_page_that_comes_back_asks_for_the_files_again(wang: Client, cast: people.Cast) -> None:
    upload = SimpleUploadedFile("a.txt", b"a", "text/plain")

    answer = wang.post(reverse(REGISTER), ANSWERS | {"phone": "", "upload": [upload]})

    assert "请重新选择文件" in answer.text


def test_the_way_in_is_remembered(wang: Client, cast: people.Cast) -> None:
    assert wang.get(reverse(REGISTER)).context["form"]["origin"].value() == "phone"
    wang.post(reverse(REGISTER), ANSWERS)
    assert wang.get(reverse(REGISTER)).context["form"]["origin"].value() == "visit"


@pytest.mark.parametrize(
    ("story", "title"),
    [
        ("买来就漏电。第二天", "买来就漏电"),
        ("！！！", "！！！"),
        ("。先说一句，再说", "先说一句，再说"),
        ("长" * 60, "长" * (LONGEST_TITLE - 1) + "…"),
        ("  一行\n二行", "一行"),
    ],
)
def test_the_beginning_of_a_story_is_its_title(story: str, title: str) -> None:
    assert beginning(story) == title


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_share_and_the_same_either_way(one: str, other: str) -> None:
    first, second = alike.pairs_of(one), alike.pairs_of(other)

    assert 0 <= alike.likeness(first, second) <= 1
    assert alike.likeness(first, second) == alike.likeness(second, first)
    assert alike.likeness(first, first) in (0, 1)


def numbers_url(case: Case) -> str:
    return reverse("desk-elsewhere", args=[case.pk])


def test_numbers_are_corrected_later_and_their_days_press_while_the_case_is_open(
    wang: Client, cast: people.Cast
) -> None:
    case = written_down(by=cast.wang)
    elsewhere.keep(case, [Number("12345", "A-1", local_day(NOW))], by=cast.wang, at=NOW)
    case.refresh_from_db()
    rows = {
        "platform_0": "12345",
        "number_0": "",
        "platform_1": "cca315",
        "number_1": "B-2",
        "due_on_1": "2026-12-01",
    }

    gone = wang.post(numbers_url(case), {"seen": case.version - 1, **rows})
    half = wang.post(numbers_url(case), {"seen": case.version, **rows, "number_1": ""})
    done = wang.post(numbers_url(case), {"seen": case.version, **rows})

    assert (gone.status_code, half.status_code, done.status_code) == (409, 200, 302)
    late = wang.post(numbers_url(case), {"seen": case.version, **rows, "number_1": "B-3"})
    assert late.status_code == 409  # of somebody who had read it before
    assert [one.number for one in case.elsewhere.all()] == ["B-2"]
    assert ElsewhereNumber.objects.pressing().of_body(cast.home).count() == 1
    assert ElsewhereNumber.objects.pressing().of_body(cast.lead).count() == 0
    assert events.history(case.record_key).filter(verb=elsewhere.VERB).count() == 2
    Case.objects.filter(pk=case.pk).update(stage="withdrawn")
    assert ElsewhereNumber.objects.pressing().count() == 0


def test_joining_needs_the_same_consumer(cast: people.Cast) -> None:
    older, newer = written_down(by=cast.wang), written_down(by=cast.wang, phone="13900000088")

    with pytest.raises(routing.Unfit):
        routing.link(newer, to_number=str(older.number), by=cast.wang, at=NOW)
    assert Complainant.objects.count() == 2
    cache.clear()
