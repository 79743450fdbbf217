"""A clause found in a contract: noted, confirmed by a second person, swept in ten cities, ended; who is owed asks."""

from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.businesses.models import Business
from huaihai.cases.models import Case
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.law.kinds import BY_CODE
from huaihai.supervision import cities
from huaihai.supervision import verbs as projects
from huaihai.supervision.clauses import checklists, verbs
from huaihai.supervision.models import ClauseFinding, Project
from huaihai.supervision.sweeping import plan as plans
from huaihai.supervision.sweeping.tests.scene import DAY, MONDAY, gym
from huaihai.supervision.tests.people import People, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
CODE, WORDING = "prepaid.no_refund", "会员卡一经办理，余额概不退还。"


def noted(people: People, **more: object) -> ClauseFinding:
    facts: dict[str, object] = {
        "business": gym().business,
        "clause": CODE,
        "title": "",
        "wording": WORDING,
        "evidence": "合同照片，11月5日的卷",
        "since": date(2026, 3, 1),
    }
    return verbs.note(**{**facts, **more}, by=people.leader, at=MONDAY)  # type: ignore[arg-type]


def heard(people: People, **more: object) -> ClauseFinding:
    """Its shop, if it has one, has nothing to say."""
    found = noted(people, **more)
    if found.business is None:
        return found
    return verbs.answer(found, text="没有意见。", changed_to="", by=people.leader, at=MONDAY)


def confirmed(people: People, **more: object) -> ClauseFinding:
    return verbs.confirm(heard(people, **more), by=people.helper, at=MONDAY)


def test_whoever_noted_it_does_not_confirm_it(people: People) -> None:
    found = heard(people)
    with pytest.raises(NotAllowed):
        verbs.confirm(found, by=people.leader, at=MONDAY)
    with pytest.raises(NotAllowed):
        verbs.confirm(found, by=people.partner, at=MONDAY)
    assert verbs.confirm(found, by=people.helper, at=MONDAY).stage == "confirmed"


def test_only_of_a_shop_it_is_said_that_it_will_be_found(people: People) -> None:
    colleague = client_of(people.helper)
    found, in_many = heard(people), heard(people, business=None)
    for row, is_told in ((found, True), (in_many, False)):
        page = colleague.get(f"{row.office_url}confirmation/").text
        assert "确认以后大家都能看到" in page
        assert ("都会查到这家店" in page) is is_told


def test_the_form_calls_neither_clause_nor_title_optional(people: People) -> None:
    page = client_of(people.leader).get(reverse("office-clause-new")).text
    either, _shop, _rest = page.partition('name="shop"')
    assert "或者在下面写几个字" in either
    assert either.count("选填") == 1  # of the shop


def test_a_clause_without_a_row_needs_a_title(people: People) -> None:
    with pytest.raises(Unfit):
        noted(people, clause="")
    with pytest.raises(Unfit):
        noted(people, clause="no.such")
    assert noted(people, clause="", title="卡里的钱给老板的亲戚用").called == "卡里的钱给老板的亲戚用"


def test_only_what_is_confirmed_stands_in_the_register(people: People, client: Client) -> None:
    page = reverse("clause", args=[CODE])
    found = heard(people)
    assert found.body.short_name not in client.get(page).content.decode()
    verbs.confirm(found, by=people.helper, at=MONDAY)
    assert found.body.short_name in client.get(page).content.decode()
    assert found.body.short_name in client.get(reverse("clauses")).content.decode()
    verbs.withdraw(found, reason="看错了合同", by=people.leader, at=MONDAY + DAY)
    assert found.body.short_name not in client.get(page).content.decode()


def test_one_button_opens_a_sweep_whose_plan_can_be_registered(people: People) -> None:
    found = confirmed(people)
    project = verbs.open_sweep(
        found,
        title="条款：办了卡不退",
        lead=found.body,
        cities=[people.lead_body, people.partner_body],
        starts_on=date(2026, 12, 14),
        ends_on=date(2026, 12, 20),
        by=people.leader,
        at=MONDAY,
    )
    assert project.kind == Project.Kind.SWEEP
    assert plans.problems(project.plan) == []
    (item,) = plans.parse(project.plan).items
    assert WORDING in item.finding
    assert plans.parse(project.plan).follows(item.severity) == ("talk", "promise")
    found.refresh_from_db()
    assert found.sweep == project
    cities.answer(project, agrees=True, by=people.partner, at=MONDAY)
    project.refresh_from_db()
    assert projects.register(project, by=people.leader, at=MONDAY).number == 1


def test_ticked_are_the_cities_where_the_shop_or_its_chain_is_known(people: People) -> None:
    shop = gym().business
    group = Business.objects.create(name="演示连锁", kind="group", created_at=MONDAY)
    other = gym("演示连锁商丘店", region="411402", digit="9").business
    Business.objects.filter(pk__in=[shop.pk, other.pk]).update(parent=group)
    shop.refresh_from_db()
    address = reverse("office-clause-sweep", args=[confirmed(people, business=shop).pk])
    html = client_of(people.office).get(address).content.decode()
    ticked = {tag.split('value="')[1][:6] for tag in html.split("<input") if " checked" in tag}
    assert ticked == {"320300", "411400"}
    assert html.count('name="cities"') == 10
    of_nobody = reverse("office-clause-sweep", args=[confirmed(people, business=None).pk])
    assert client_of(people.office).get(of_nobody).content.decode().count(" checked") == 10


@pytest.mark.parametrize("clause", ["catering.minimum", "online.no_7day", "rental_car.all_loss"])
def test_every_clause_makes_a_checklist_that_lacks_nothing(people: People, clause: str) -> None:
    made = checklists.plan(noted(people, clause=clause), ["2026-12-14", "2026-12-20"], known=BY_CODE)
    assert plans.problems(made) == []


def test_what_has_not_been_confirmed_opens_no_sweep(people: People) -> None:
    with pytest.raises(NotPossible):
        verbs.open_sweep(
            noted(people),
            title="条款",
            lead=people.lead_body,
            cities=[],
            starts_on=date(2026, 12, 14),
            ends_on=date(2026, 12, 20),
            by=people.leader,
            at=MONDAY,
        )


def owed(client: Client, shop: str, day: str) -> str:
    answer = client.post(reverse("clauses-owed"), {"shop": shop, "signed_on": day})
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_signed_while_it_was_used_is_told_what_to_ask_for(people: People, client: Client) -> None:
    found = confirmed(people)
    assert found.business
    verbs.end(found, until=date(2026, 10, 31), by=people.leader, at=MONDAY)
    assert "data-owed" in owed(client, found.business.name, "2026-05-02")
    assert WORDING in owed(client, found.business.name, "2026-10-31")
    for day in ("2026-02-28", "2026-11-01"):
        assert "data-none" in owed(client, found.business.name, day)
    assert "data-none" in owed(client, "没有这家店", "2026-05-02")


def test_a_complaint_about_it_begins_filled_in(people: People, client: Client) -> None:
    found = confirmed(people)
    assert found.business
    html = owed(client, found.business.name, "2026-05-02")
    sentence = unescape(html.split('name="sentence" value="')[1].split('"')[0])
    assert client.post(reverse("file-start"), {"sentence": sentence}).status_code == 302
    story = Case.objects.get().story
    assert f"“{WORDING.rstrip('。')}”。" in story
    assert "2026 年 5 月 2 日" in story
    assert found.business.name in story


def test_a_short_name_finds_no_shop(people: People, client: Client) -> None:
    confirmed(people)
    assert "data-owed" not in owed(client, "健身", "2026-05-02")


def test_what_only_one_person_noted_is_told_to_nobody(people: People, client: Client) -> None:
    found = noted(people)
    assert found.business
    assert "data-none" in owed(client, found.business.name, "2026-05-02")


def test_the_pages_of_staff_note_confirm_and_end(people: People) -> None:
    desk = client_of(people.leader)
    sent = {
        "clause": CODE,
        "wording": WORDING,
        "evidence": "照片",
        "since": "2026-03-01",
        "shop": "",
        "title": "",
    }
    answer = desk.post(reverse("office-clause-new"), sent)
    assert answer.status_code == 302
    found = ClauseFinding.objects.get()
    assert desk.get(found.office_url).status_code == 200
    assert desk.get(reverse("office-clauses")).status_code == 200
    brought = desk.post(reverse("office-clause-new"), {"brought": "1", "clause": CODE, "wording": WORDING})
    assert WORDING in brought.content.decode()
    assert ClauseFinding.objects.count() == 1
    answer = desk.post(reverse("office-clause-new"), {**sent, "shop": "没有这家店", "wording": ""})
    assert answer.status_code == 200
    assert "没有这家店" in answer.content.decode()
