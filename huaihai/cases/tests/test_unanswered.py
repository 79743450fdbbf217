"""A body without people takes nothing that nobody sees: people read whom to call, and what lies there waits above."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases.callback import promising
from huaihai.cases.callback import verbs as callback
from huaihai.cases.models import Case
from huaihai.cases.tests.at_the_desk import NOW
from huaihai.cases.tests.filing_walks import address, hidden, walk
from huaihai.cases.verbs import routing
from huaihai.desk import waiting
from huaihai.members import accounts, bodies, staffing
from huaihai.members.actors import Actor
from huaihai.members.models import Post, Role
from tests import cast as people
from tests.posts import PROGRAM, body, officer_of, post_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
EMPTY = "321300"  # a city of ours in which nobody works
TODAY = NOW.date()


def rows(actor: Actor) -> dict[str, waiting.Waiting]:
    return {one.key.partition(":")[0]: one for one in waiting.of(actor, NOW).to_do}


def leave(cast: people.Cast, name: str) -> None:
    """The last officer's post ends with the day before."""
    Post.objects.filter(account=cast.accounts[name]).update(until_on=TODAY - timedelta(days=1))


def close(cast: people.Cast, name: str) -> None:
    accounts.close_account(account=cast.accounts[name], by=PROGRAM, at=NOW)


def test_filing_for_a_city_without_people_says_whom_to_call_before_it_asks_who_one_is(
    client: Client, cast: people.Cast
) -> None:
    asked = walk(client, {"home": {"place": EMPTY}}, until="nobody")
    assert "contact" not in asked
    page = client.get(address("nobody")).text
    assert body(f"city:{EMPTY}").phone_to_call in page
    assert body(f"city:{EMPTY}").name in page
    post_at(f"city:{EMPTY}")
    assert client.get(address("nobody")).url.endswith(address("contact"))


def test_it_is_not_sent_either_where_the_last_officer_left_meanwhile(
    client: Client, cast: people.Cast
) -> None:
    walk(client, {"home": {"place": people.HOME}})
    page = client.get(address("check"))
    close(cast, "wang")
    answer = client.post(address("check"), hidden(page))
    assert answer.url == address("nobody")
    assert not Case.objects.exclude(submitted_at=None).exists()


@pytest.mark.parametrize("code", [EMPTY, people.HOME])
def test_the_public_page_of_a_body_says_whether_it_is_reached_here(
    client: Client, cast: people.Cast, code: str
) -> None:
    page = client.get(reverse("body", args=[code])).text
    main = page.partition("<main")[2]
    assert ("这里还办不了" in main) is (code == EMPTY)
    assert (reverse("file-start") in main) is (code != EMPTY)
    assert (reverse("callback-new") in main) is (code != EMPTY)


def test_nobody_promises_a_call_for_a_city_without_people(client: Client, cast: people.Cast) -> None:
    page = client.get(reverse("callback-new"), {"city": EMPTY}).text
    assert 'name="phone"' not in page
    assert body(f"city:{EMPTY}").phone_to_call in page
    assert 'name="phone"' in client.get(reverse("callback-new"), {"city": people.HOME}).text


def test_a_county_with_computers_but_no_people_leaves_its_calls_to_the_city(cast: people.Cast) -> None:
    bodies.note_computers(organisation=cast.county, has_computers=True, by=PROGRAM, at=NOW)
    assert promising.caller_at(people.COUNTY) == cast.county
    leave(cast, "qian")
    assert promising.caller_at(people.COUNTY) == cast.lead


@pytest.mark.parametrize("goes", [leave, close])
def test_what_lies_in_a_county_whose_last_officer_left_waits_with_the_city(
    cast: people.Cast, goes: object
) -> None:
    case = people.taken(cast, NOW)
    routing.assign(case, to=cast.county, by=cast.zhao, at=NOW)
    slot = promising.times(cast.county, NOW)[0]
    held = callback.ask(body=cast.county, phone="13900000001", slot=slot, by=Actor.public(), at=NOW)
    assert not {"unanswered", "callback"} & set(rows(cast.zhao))

    goes(cast, "qian")  # type: ignore[operator]

    found = rows(cast.zhao)
    assert found["unanswered"].count == 1
    assert cast.county.short_name in found["unanswered"].title
    assert found["callback"].key.startswith(f"callback:{held.pk}")
    callback.done(held, by=cast.zhao, at=NOW)
    routing.take_back(case, by=cast.zhao, at=NOW)
    assert "unanswered" not in rows(cast.zhao)


@pytest.mark.parametrize("goes", [leave, close])
def test_what_lies_in_a_city_whose_last_officer_left_waits_with_those_who_give_posts(
    cast: people.Cast, goes: object
) -> None:
    people.filed(NOW)
    admin, elsewhere = officer_of("alliance", Role.SYSTEM_ADMIN), officer_of("city:321300", Role.SYSTEM_ADMIN)
    assert "unanswered" not in rows(admin)

    goes(cast, "wang")  # type: ignore[operator]

    assert cast.home in staffing.cities_without(TODAY)
    row = rows(admin)["unanswered"]
    assert row.count == 1
    assert row.url == f"{reverse('person-new')}?body=city%3A{people.HOME}&role=officer"
    assert "unanswered" not in rows(elsewhere)
    post_at(cast.home.key, username="next-one")
    assert "unanswered" not in rows(admin)


def test_the_secretariat_reads_how_many_lie_in_a_city_without_people(cast: people.Cast) -> None:
    from huaihai import alliance
    from huaihai.governance import secretariat, standing

    secretariat.load(alliance.load(), by=PROGRAM, at=NOW)
    office = officer_of(secretariat.secretariat_on(TODAY).key, Role.SECRETARIAT)  # type: ignore[union-attr]
    assert standing.is_office(office, on=TODAY)
    people.filed(NOW)
    close(cast, "wang")
    row = rows(office)["unanswered"]
    assert row.url == reverse("office-directory-body", args=[cast.home.pk])


def test_a_draft_that_was_imported_for_a_city_without_people_is_counted_too(cast: people.Cast) -> None:
    admin = officer_of("alliance", Role.SYSTEM_ADMIN)
    Case.objects.filter(pk=people.draft(NOW).pk).update(
        origin=Case.Origin.IMPORTED, home=body(f"city:{EMPTY}")
    )
    row = rows(admin)["unanswered"]
    assert (row.count, body(f"city:{EMPTY}").short_name in row.title) == (1, True)


def test_heads_who_have_nobody_read_what_lies_below_both_of_them(cast: people.Cast) -> None:
    case = people.taken(cast, NOW)
    routing.assign(case, to=cast.county, by=cast.zhao, at=NOW)
    leave(cast, "qian")
    leave(cast, "zhao")
    heads = [
        Actor.officer(post_at(cast.lead.key, Role.HEAD, username=name)) for name in ("head-one", "head-two")
    ]
    assert all("unanswered" in rows(head) for head in heads)
    post_at(cast.lead.key, username="next-one")
    assert not any("unanswered" in rows(head) for head in heads)


def test_a_county_officer_does_not_stand_for_the_city(cast: people.Cast) -> None:
    post_at("county:321302", username="county-alone")
    assert body("city:321300") in staffing.cities_without(TODAY)
