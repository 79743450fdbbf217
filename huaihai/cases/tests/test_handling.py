"""Who has a case in hand: by the first verb, by taking it, by handing it over; and while somebody is away."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.businesses.register.verbs import Stated
from huaihai.cases.handling import people as hands
from huaihai.cases.handling import verbs as handling
from huaihai.cases.handling.people import Person
from huaihai.cases.models import Absence, Case
from huaihai.cases.tests.at_the_desk import NOW, case_url, do, step_url
from huaihai.cases.verbs import care, intake, routing
from huaihai.desk.lives import Moved, NotAllowed, Unfit
from huaihai.members.accounts import end_post
from huaihai.members.actors import Actor
from huaihai.members.models import Post, Role
from huaihai.record import events
from tests import cast as people
from tests.posts import PROGRAM, post_at
from tests.reading import browser, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TODAY = NOW.date()


@pytest.fixture
def li_ming(cast: people.Cast) -> Post:
    """A second officer of the lead body."""
    return post_at(cast.lead.key, username="li-ming")


def person(post: Post) -> Person:
    return Person(post.account, post.organisation)


def is_mine(actor: Actor, case: Case) -> bool:
    return Case.objects.filter(hands.mine(actor, on=TODAY), pk=case.pk).exists()


def is_nobodys(case: Case) -> bool:
    return Case.objects.filter(hands.nobodys(on=TODAY), pk=case.pk).exists()


def test_whoever_of_the_body_acts_first_has_the_case(cast: people.Cast) -> None:
    case = people.filed(NOW).case
    assert case.handler_id is None
    routing.ask_supplement(case, text="Please send the receipt.", by=cast.wang, at=NOW)
    assert case.handler_id == cast.wang.account_id
    assert is_mine(cast.wang, case)


def test_whoever_writes_a_case_down_has_it(cast: people.Cast) -> None:
    stated = Stated(name="Kettle shop (test)", region_code=people.HOME)
    case = intake.register(
        organisation=cast.home,
        origin="phone",
        by=cast.wang,
        at=NOW,
        stated=stated,
        title="漏电",
        story="漏电。",
    ).case
    assert fresh(case).handler_id == cast.wang.account_id


def test_another_city_means_nobody_until_it_acts(cast: people.Cast) -> None:
    case = people.forwarded(cast)
    assert case.handler_id is None
    assert is_nobodys(case)
    routing.take(case, by=cast.zhao, at=NOW)
    assert fresh(case).handler_id == cast.zhao.account_id
    routing.send_back(case, text="Not here.", by=cast.zhao, at=NOW)
    assert fresh(case).handler_id is None


@pytest.mark.parametrize("who", ["wang", "qian"])
def test_a_note_from_elsewhere_takes_nothing(cast: people.Cast, who: str) -> None:
    case = people.forwarded(cast)
    if who == "wang":  # of the home body, which does not have it any more
        care.note_call(case, with_whom="consumer", text="Called.", by=cast.wang, at=NOW)
    assert fresh(case).handler_id is None


def test_a_body_below_has_other_people_and_taking_back_has_it_again(cast: people.Cast) -> None:
    case = people.taken(cast)
    routing.assign(case, to=cast.county, by=cast.zhao, at=NOW)
    assert fresh(case).handler_id is None
    routing.take_back(case, by=cast.zhao, at=NOW)
    assert fresh(case).handler_id == cast.zhao.account_id


def test_handing_over_says_to_whom_with_a_word(cast: people.Cast, li_ming: Post) -> None:
    case = people.taken(cast)
    handling.pass_on(case, to=person(li_ming), text="Please call first.", by=cast.zhao, at=NOW)

    assert fresh(case).handler == li_ming.account
    last = events.history(case.record_key).last()
    assert last is not None
    assert (last.verb, last.facts["handler"], last.text) == (
        "pass_on",
        li_ming.account.record_key,
        "Please call first.",
    )
    page = browser(li_ming.account).get(case_url(case)).text
    assert "Please call first." in page
    assert "演示 li-ming" in page


def test_the_word_stands_until_something_was_done(cast: people.Cast, li_ming: Post) -> None:
    case, to = people.taken(cast), person(li_ming)
    handling.pass_on(case, to=to, text="Please call first.", by=cast.zhao, at=NOW)
    assert hands.word_to(to, list(events.history(case.record_key))) == "Please call first."
    care.note_call(case, with_whom="consumer", text="Called.", by=Actor.officer(li_ming), at=NOW)
    assert hands.word_to(to, list(events.history(case.record_key))) == ""


def test_to_somebody_below_the_case_is_assigned_by_the_law_of_the_tree(cast: people.Cast) -> None:
    case = people.taken(cast)
    qian = Person(cast.accounts["qian"], cast.county)
    handling.pass_on(case, to=qian, text="Near you.", by=cast.zhao, at=NOW)
    assert (fresh(case).responsible, fresh(case).handler) == (cast.county, qian.account)
    last = events.history(case.record_key).last()
    assert last is not None
    assert last.verb == "assign"


@pytest.mark.parametrize(
    ("what", "error"),
    [
        (lambda c, case: handling.take_on(case, by=c.wang, at=NOW), NotAllowed),  # another city
        (lambda c, case: handling.take_on(case, by=c.qian, at=NOW), NotAllowed),  # a body below
        (lambda c, case: handling.take_on(case, by=c.zhao, at=NOW), Unfit),  # has it already
        (lambda c, case: handling.take_on(case, by=c.zhao, at=NOW, seen=1), Moved),
        (lambda c, case: handling.put_down(case, by=c.wang, at=NOW), NotAllowed),
        (
            lambda c, case: handling.pass_on(case, to=Person(c.accounts["zhao"], c.lead), by=c.zhao, at=NOW),
            Unfit,  # the same person
        ),
        (
            lambda c, case: handling.pass_on(case, to=Person(c.accounts["wang"], c.lead), by=c.zhao, at=NOW),
            Unfit,  # holds no post there
        ),
        (
            lambda c, case: handling.pass_on(case, to=Person(c.accounts["wang"], c.home), by=c.zhao, at=NOW),
            Unfit,  # not below
        ),
    ],
)
def test_what_is_refused_changes_nothing(
    cast: people.Cast, what: Callable[[people.Cast, Case], None], error: type[Exception]
) -> None:
    case = people.taken(cast)
    version = fresh(case).version
    with pytest.raises(error):
        what(cast, case)
    assert (fresh(case).version, fresh(case).handler_id) == (version, cast.zhao.account_id)


def test_who_gave_it_back_has_it_no_more(cast: people.Cast) -> None:
    case = people.taken(cast)
    handling.put_down(case, by=cast.zhao, at=NOW)
    assert fresh(case).handler_id is None
    assert is_nobodys(case)
    with pytest.raises(Unfit):
        handling.put_down(case, by=cast.zhao, at=NOW)


def test_the_cases_of_somebody_whose_post_ended_are_nobodys(cast: people.Cast, li_ming: Post) -> None:
    case = people.taken(cast)
    handling.pass_on(case, to=person(li_ming), by=cast.zhao, at=NOW)
    end_post(post=li_ming, last_on=TODAY - timedelta(days=1), by=PROGRAM, at=NOW)

    assert is_nobodys(case)
    assert hands.handler_of(case, on=TODAY) is None
    assert hands.handler_of(case, on=TODAY - timedelta(days=1)) is not None


# While somebody is away.


def away(
    cast: people.Cast,
    who: Actor,
    stands_in: Any,
    *,
    by: Actor | None = None,
    from_on: date = TODAY,
    until_on: date = TODAY + timedelta(days=9),
) -> Absence:
    account = cast.accounts["zhao"] if who is cast.zhao else cast.accounts["wang"]
    assert who.organisation is not None
    return handling.say_away(
        account,
        organisation=who.organisation,
        from_on=from_on,
        until_on=until_on,
        stands_in=stands_in,
        by=by or who,
        at=NOW,
    )


def test_whoever_stands_in_has_the_cases_on_the_list_for_those_days(cast: people.Cast, li_ming: Post) -> None:
    case, actor = people.taken(cast), Actor.officer(li_ming)
    assert not is_mine(actor, case)
    absence = away(cast, cast.zhao, li_ming.account)
    assert is_mine(actor, case)
    assert is_mine(cast.zhao, case)
    found = hands.handler_of(case, on=TODAY)
    assert found is not None
    assert found.away == absence
    for day, expected in ((-1, False), (0, True), (9, True), (10, False)):
        on = TODAY + timedelta(days=day)
        assert Case.objects.filter(hands.mine(actor, on=on), pk=case.pk).exists() == expected
    handling.come_back(absence, by=cast.zhao, at=NOW)
    assert not is_mine(actor, case)


def test_a_head_says_it_for_somebody_and_nobody_else_does(cast: people.Cast, li_ming: Post) -> None:
    head = Actor.officer(post_at(cast.lead.key, Role.HEAD))
    away(cast, cast.zhao, li_ming.account, by=head)
    with pytest.raises(NotAllowed):
        away(
            cast,
            cast.zhao,
            None,
            by=Actor.officer(li_ming),
            from_on=date(2027, 1, 4),
            until_on=date(2027, 1, 5),
        )
    with pytest.raises(NotAllowed):
        away(cast, cast.wang, None, by=head)


@pytest.mark.parametrize(
    ("days", "stands_in"),
    [
        ({"from_on": TODAY, "until_on": TODAY - timedelta(days=1)}, ""),
        ({"from_on": TODAY - timedelta(days=9), "until_on": TODAY - timedelta(days=1)}, ""),
        ({"from_on": TODAY, "until_on": TODAY + timedelta(days=500)}, ""),
        ({}, "zhao"),  # oneself
        ({}, "wang"),  # of another body
    ],
)
def test_days_or_people_that_cannot_be_are_refused(
    cast: people.Cast, days: dict[str, Any], stands_in: str
) -> None:
    with pytest.raises(Unfit):
        away(cast, cast.zhao, cast.accounts.get(stands_in), **days)


def test_the_same_days_are_not_said_twice(cast: people.Cast) -> None:
    away(cast, cast.zhao, None)
    with pytest.raises(Unfit):
        away(cast, cast.zhao, None, from_on=TODAY + timedelta(days=9), until_on=TODAY + timedelta(days=12))
    away(cast, cast.zhao, None, from_on=TODAY + timedelta(days=10), until_on=TODAY + timedelta(days=12))


# On the pages.


def test_the_page_of_a_case_hands_it_over_and_warns_of_who_is_away(
    cast: people.Cast, zhao: Client, li_ming: Post
) -> None:
    case = people.taken(cast)
    handling.say_away(
        li_ming.account,
        organisation=cast.lead,
        from_on=TODAY,
        until_on=TODAY,
        stands_in=cast.accounts["zhao"],
        by=Actor.officer(li_ming),
        at=NOW,
    )
    form = zhao.get(step_url(case, "colleague")).text
    assert "演示 li-ming（11 月 24 日前不在，由演示 zhao代办）" in form

    answer = do(zhao, case, "colleague", to=person(li_ming).key, text="请接着办。")
    assert answer.status_code == 302
    assert fresh(case).handler == li_ming.account


def test_one_click_takes_and_one_gives_back(cast: people.Cast, zhao: Client, li_ming: Post) -> None:
    case = people.taken(cast)
    other = browser(li_ming.account)
    assert "我来办" in other.get(case_url(case)).text
    assert do(other, case, "in-hand").status_code == 302
    assert fresh(case).handler == li_ming.account
    assert do(other, case, "out-of-hand").status_code == 302
    assert fresh(case).handler is None
    assert "还没有人" in zhao.get(case_url(case)).text


def test_of_two_who_take_it_at_once_the_second_reads_who_was_first(
    cast: people.Cast, zhao: Client, li_ming: Post
) -> None:
    case = people.taken(cast)
    seen = fresh(case).version
    handling.put_down(case, by=cast.zhao, at=NOW)
    answer = browser(li_ming.account).post(step_url(case, "in-hand"), {"seen": seen})
    assert answer.status_code == 409
    assert fresh(case).handler is None
    text = "一段要保留的话"
    typed = zhao.post(step_url(case, "colleague"), {"seen": seen, "to": person(li_ming).key, "text": text})
    assert typed.status_code == 409
    assert text in typed.text


def test_the_page_of_who_is_away_asks_each_for_themselves_and_the_head_for_all(
    cast: people.Cast, zhao: Client, li_ming: Post
) -> None:
    head = browser(post_at(cast.lead.key, Role.HEAD).account)
    url = reverse("desk-absences")
    days = {"from_on": "2026-11-25", "until_on": "2026-11-30"}
    mine = {"account": str(cast.accounts["zhao"].pk), "stands_in": str(li_ming.account.pk), **days}

    asked = [client.get(url) for client in (zhao, head)]
    assert ["登记自己不在" in page.text for page in asked] == [True, False]
    stand_ins = [dict(page.context["form"].fields["stands_in"].choices) for page in asked]
    assert [mine["account"] in names for names in stand_ins] == [False, True]
    refused = zhao.post(url, mine | {"account": str(li_ming.account.pk)})
    assert refused.status_code == 200
    assert zhao.post(url, mine).status_code == 302
    assert head.post(url, mine | {"account": str(li_ming.account.pk), "stands_in": ""}).status_code == 302
    assert Absence.objects.count() == 2

    assert "回来了" not in zhao.get(url).text  # it begins tomorrow
    again = head.post(url, mine)
    assert again.status_code == 200
    assert "2026-11-30" in again.text  # what was typed stays

    first = Absence.objects.get(account=cast.accounts["zhao"])
    assert browser(li_ming.account).post(reverse("desk-absence-back", args=[first.pk])).status_code == 409
    assert head.post(reverse("desk-absence-back", args=[first.pk])).status_code == 302
    assert fresh(first).ended_at == NOW
    assert (
        browser(cast.accounts["wang"]).post(reverse("desk-absence-back", args=[first.pk])).status_code == 404
    )


def test_who_is_away_is_read_in_the_body_and_above(cast: people.Cast, li_ming: Post) -> None:
    away(cast, cast.zhao, None)
    seen = {
        name: Absence.objects.visible_to(actor).count()
        for name, actor in (("zhao", cast.zhao), ("wang", cast.wang), ("qian", cast.qian), ("sun", cast.sun))
    }
    assert seen == {"zhao": 1, "wang": 0, "qian": 0, "sun": 0}
