"""The pages of joint handling: who is asked by whom, who sees what, who speaks, what stays and why, what it costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from huaihai.businesses.models import Business
from huaihai.cases.consumer.filing import steps
from huaihai.cases.models import Case, Together, TogetherCase
from huaihai.cases.tests import searched
from huaihai.cases.tests.together_scene import (
    NOW,
    binder_url,
    complain,
    consumer,
    own,
    press,
    row,
    ticks,
    to_lead,
    together,
)
from huaihai.cases.together import bulk, facts, finding, life, verbs
from huaihai.cases.verbs import appointing, falling_due, routing
from huaihai.desk import waiting
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.posts import AT, post_at
from tests.reading import browser, fresh, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
WHY = TogetherCase.Why


def yes(case: Case, binder: Together, **ticked: Any) -> None:
    verbs.join(row(binder, case), **ticked, by=people.li(case), at=NOW)


def alike(cast: people.Cast, case: Case) -> dict[Any, str]:
    return {one.case.pk: one.why for one in finding.alike_to(fresh(case), actor=cast.zhao, at=NOW)}


def test_a_case_of_another_business_or_one_that_ended_is_not_asked_joined_or_done_with(
    cast: people.Cast,
) -> None:
    binder, (first, second) = together(cast, 2)
    yes(first, binder)
    shop = Business.objects.create(name="另一家店", words="另一家店", created_at=NOW)
    Case.objects.filter(pk__in=[first.pk, second.pk]).update(business=shop)
    with pytest.raises(NotPossible):
        yes(second, binder)
    hinders = bulk.BULK[0].hinders(cast.zhao, row(binder, fresh(first)))
    assert "另一个商家" in str(hinders)
    third = complain(3).case
    verbs.wish(third, binder, by=people.li(third), at=NOW)
    Case.objects.filter(pk=third.pk).update(stage="withdrawn", ended_at=NOW)
    with pytest.raises(NotPossible):
        verbs.ask(row(binder, third), by=cast.wang, at=NOW)
    assert not [one for one in waiting.of(cast.wang, NOW).nobodys if one.key.startswith("together:")]


def test_alike_are_those_of_the_same_shop_by_problem_or_words_and_each_says_why(cast: people.Cast) -> None:
    start, same = complain(1, problem="prepaid-closed").case, complain(2).case
    problem = complain(
        3, problem="prepaid-closed", story="会所一夜之间搬空了，会籍还剩八个月，要求赔偿。"
    ).case
    complain(4, story="水壶漏电，要求换一台新的，送来的颜色也不对。")
    shop = Business.objects.create(name="另一家店", words="另一家店", created_at=NOW)
    searched.many(1, between=[(cast.home, cast.lead)], at=NOW, business=shop)
    ended = complain(5).case
    Case.objects.filter(pk=ended.pk).update(stage="withdrawn", ended_at=NOW)
    old = complain(6).case
    Case.objects.filter(pk=old.pk).update(submitted_at=NOW - finding.LOOK_BACK - (NOW - AT))
    for case in (start, same, problem):
        to_lead(cast, case)

    assert alike(cast, start) == {same.pk: WHY.WORDS, problem.pk: WHY.PROBLEM}


def test_one_complaint_alone_is_no_joint_handling(cast: people.Cast, zhao: Client) -> None:
    alone = complain(1).case
    to_lead(cast, alone)
    url = reverse("desk-alike", args=[alone.pk])
    assert 'name="title"' not in zhao.get(url).text
    assert zhao.post(url, {"title": "年卡"}).status_code == 200
    assert not Together.objects.exists()


def test_nobody_who_was_not_asked_reads_of_others(cast: people.Cast) -> None:
    receipt = complain(1)
    complain(2)
    phone = consumer(receipt)
    page = phone.get(reverse("my-case", args=[receipt.case.pk])).text
    assert own(receipt.case) not in page
    assert phone.get(own(receipt.case)).status_code == 404


def test_another_consumer_finds_nothing(cast: people.Cast) -> None:
    _binder, cases = together(cast, 2)
    assert consumer(complain(7)).get(own(cases[0])).status_code == 404


def test_what_another_body_has_is_proposed_and_that_body_asks_or_does_not(
    cast: people.Cast, wang: Client, zhao: Client
) -> None:
    start = complain(1).case
    to_lead(cast, start)
    others = [complain(2).case, complain(3).case]  # still with the home body
    url = reverse("desk-alike", args=[start.pk])
    zhao.post(url, {"title": "年卡", "cases": [str(case.pk) for case in others]})
    binder = Together.objects.get()
    assert {row(binder, case).stage for case in others} == {life.PROPOSED}
    assert not OutboxMessage.objects.filter(
        subject=others[0].record_key, effect_key__contains="together"
    ).exists()
    page = zhao.get(binder_url(binder)).text
    assert not any(case.title in page or str(case.number)[10:16] in page for case in others)
    assert start.title in page
    assert press(zhao, binder, "answer", answer="yes", text="On the telephone.").status_code == 200
    assert row(binder, others[0]).stage == life.PROPOSED

    with translation.override("en"):
        rows = [one for one in waiting.of(cast.wang, NOW).nobodys if one.key.startswith("together:")]
    assert [(one.url.partition("?")[0], one.note) for one in rows] == [(binder_url(binder), "年卡")]
    first = [tick for tick in ticks(wang, binder) if tick.startswith(str(row(binder, others[0]).pk))]
    wang.post(binder_url(binder), {"do": "ask", "sure": "1", "row": first})
    press(wang, binder, "pass", text="Settled by ourselves.")
    assert [row(binder, case).stage for case in others] == [life.ASKED, life.PASSED]
    assert not [one for one in waiting.of(cast.wang, NOW).nobodys if one.key.startswith("together:")]


def test_an_answer_on_the_consumers_word_says_how_it_was_given(cast: people.Cast, zhao: Client) -> None:
    binder, cases = together(cast, 2)
    with pytest.raises(Unfit):
        verbs.join(row(binder, cases[0]), by=cast.zhao, at=NOW)
    press(zhao, binder, "answer", answer="yes", text="On the telephone, at ten.")
    assert {row(binder, case).stage for case in cases} == {life.JOINED}
    last = events.history(cases[0].record_key).last()
    assert last is not None
    assert (last.facts["on_word"], last.text) == (True, "On the telephone, at ten.")


def test_only_who_has_a_case_asks_and_only_who_leads_adds_and_ends(cast: people.Cast) -> None:
    binder, cases = together(cast, 2)
    for act in (
        lambda: verbs.add(binder, {}, by=cast.wang, at=NOW),
        lambda: verbs.end(binder, by=cast.wang, at=NOW),
        lambda: verbs.join(row(binder, cases[0]), text="x", by=cast.wang, at=NOW),
        lambda: verbs.join(row(binder, cases[0]), by=people.li(cases[1]), at=NOW),
        lambda: verbs.speak(row(binder, cases[0]), by=people.li(cases[0]), at=NOW),
        lambda: verbs.leave(row(binder, cases[0]), by=Actor.public(), at=NOW),
    ):
        with pytest.raises((NotAllowed, NotPossible)):
            act()
    assert {row(binder, case).stage for case in cases} == {life.ASKED}
    assert fresh(binder).is_open


def test_at_most_two_speak_who_said_that_they_would(cast: people.Cast, zhao: Client) -> None:
    binder, cases = together(cast, 4)
    for case in cases[:3]:
        yes(case, binder, is_willing=True)
    yes(cases[3], binder)
    page = press(zhao, binder, "speak")
    speaking = [case for case in cases if row(binder, case).speaks]
    assert len(speaking) == 2
    assert cases[3] not in speaking
    assert page.status_code == 200
    phone = consumer_of(cast, speaking[0])
    phone.post(own(speaking[0]), {"answer": "leave"})
    assert not row(binder, speaking[0]).speaks
    press(zhao, binder, "speak")
    assert sum(row(binder, case).speaks for case in cases) == 2


def consumer_of(cast: people.Cast, case: Case) -> Client:
    """A phone on which this case is open."""
    del cast
    from huaihai.cases import numbers, visits

    code = numbers.new_receipt_code()
    case.refresh_from_db()
    case.receipt_hash = numbers.receipt_fingerprint(code)
    case.save(update_fields=["receipt_hash"])
    phone = Client()
    phone.post(reverse("track"), {"number": case.number, "code": code})
    assert visits.mark_of(case)
    return phone


def test_what_moved_meanwhile_stays_and_the_others_change(cast: people.Cast, zhao: Client) -> None:
    binder, cases = together(cast, 3)
    for case in cases:
        yes(case, binder)
    rows = ticks(zhao, binder)
    routing.admit(cases[1], by=cast.zhao, at=NOW)
    page = zhao.post(binder_url(binder), {"do": "invite", "sure": "1", "row": rows})
    assert [fresh(case).stage for case in cases] == ["inviting", "mediating", "inviting"]
    assert page.status_code == 200  # says which one stayed, and why


def test_an_officers_old_page_changes_nothing(cast: people.Cast) -> None:
    binder, cases = together(cast, 2)
    held = row(binder, cases[0])
    routing.admit(cases[0], by=cast.zhao, at=NOW)
    with pytest.raises(Moved):
        verbs.join(held, text="On the telephone.", by=cast.zhao, at=NOW, seen=held.version)


def test_a_no_can_become_a_yes_and_pressing_twice_is_one_answer(cast: people.Cast) -> None:
    binder, cases = together(cast, 2)
    phone = consumer_of(cast, cases[0])
    for _twice in range(2):
        assert phone.post(own(cases[0]), {"answer": "no"}).status_code == 302
    assert row(binder, cases[0]).stage == life.DECLINED
    assert own(cases[0]) not in phone.get(reverse("my-case", args=[cases[0].pk])).text  # not asked again
    for _twice in range(2):
        assert phone.post(own(cases[0]), {"answer": "yes"}).status_code == 302
    assert row(binder, cases[0]).stage == life.JOINED
    answers = (
        events.history(cases[0].record_key).filter(verb__in=life.BY_CONSUMER).values_list("verb", flat=True)
    )
    assert list(answers) == ["together_decline", "together_join"]
    assert phone.post(own(cases[0]), {"answer": "perhaps"}).status_code == 200
    assert phone.post(own(cases[0]), {}).status_code == 200


def test_when_it_ends_each_goes_on_and_may_be_in_another_one(cast: people.Cast, zhao: Client) -> None:
    binder, cases = together(cast, 3)
    for case in cases[:2]:
        yes(case, binder)
    url = reverse("desk-together-end", args=[binder.pk])
    zhao.post(url, {"seen": binder.version + 5})
    assert fresh(binder).is_open
    zhao.post(url, {"seen": fresh(binder).version})
    assert not fresh(binder).is_open
    told = OutboxMessage.objects.filter(effect_key__contains="together_ended")
    assert {one.subject for one in told} == {case.record_key for case in cases[:2]}
    assert zhao.post(url, {"seen": fresh(binder).version}).status_code == 409
    with pytest.raises(NotPossible):
        verbs.join(row(binder, cases[2]), by=people.li(cases[2]), at=NOW)
    assert alike(cast, cases[0]).keys() == {case.pk for case in cases[1:]}
    others = {case.pk: WHY.WORDS.value for case in cases[1:]}
    again = verbs.open_binder(fresh(cases[0]), title="Again", others=others, by=cast.zhao, at=NOW)
    assert (again.asked, again.missed) == (2, 0)


def test_a_case_is_in_one_open_binder_at_a_time(cast: people.Cast) -> None:
    _binder, cases = together(cast, 2)
    with pytest.raises(NotPossible):
        verbs.open_binder(fresh(cases[0]), title="Two", others={}, by=cast.zhao, at=NOW)
    other = complain(9).case
    to_lead(cast, other)
    found = verbs.open_binder(
        fresh(other), title="Two", others={cases[1].pk: WHY.WORDS.value}, by=cast.zhao, at=NOW
    )
    assert (found.asked, found.missed) == (0, 1)


def test_a_binder_is_seen_by_who_has_a_case_in_it(cast: people.Cast, wang: Client, client: Client) -> None:
    binder, _cases = together(cast, 2)
    stranger = browser(post_at("city:371300", username="stranger").account)
    assert wang.get(binder_url(binder)).status_code == 200  # home of both
    assert stranger.get(binder_url(binder)).status_code == 404
    assert stranger.get(reverse("desk-together-end", args=[binder.pk])).status_code == 404
    assert wang.get(reverse("desk-together-end", args=[binder.pk])).status_code == 404


def test_the_case_list_shows_what_is_handled_together(cast: people.Cast, zhao: Client) -> None:
    _binder, cases = together(cast, 2)
    alone = complain(9).case
    to_lead(cast, alone)
    page = zhao.get(f"{reverse('desk')}?together=together").text
    assert all(case.title in page for case in cases)
    assert alone.title not in page


@pytest.mark.parametrize("many", [160])
def test_pages_ask_no_more_for_many(cast: people.Cast, zhao: Client, many: int) -> None:
    binder, cases = together(cast, 5)
    few = queries_of(zhao, binder_url(binder)), queries_of(zhao, reverse("desk-alike", args=[cases[0].pk]))
    more = searched.many(many, between=[(cast.home, cast.lead)], at=NOW, business=cast.shop)
    TogetherCase.objects.bulk_create(
        TogetherCase(together=binder, case=case, stage=life.JOINED, why=WHY.WORDS, asked_at=NOW)
        for case in more[: many // 2]
    )
    Case.objects.filter(pk__in=[case.pk for case in more[many // 2 :]]).update(problem="x")
    Case.objects.filter(pk=cases[0].pk).update(problem="x")
    assert len(ticks(zhao, binder)) == 5 + many // 2
    assert zhao.get(reverse("desk-alike", args=[cases[0].pk])).text.count('name="cases"') == many // 2
    after = queries_of(zhao, binder_url(binder)), queries_of(zhao, reverse("desk-alike", args=[cases[0].pk]))
    assert after[0] <= few[0]
    assert after[1] <= few[1] + 3  # of five none was found, and nothing was read about them


def test_who_files_reads_of_others_from_five_admitted_and_joined_on(cast: people.Cast, wang: Client) -> None:
    binder, cases = together(cast, 5)
    for case in cases:
        yes(case, binder)
    for case in cases[:4]:
        routing.admit(case, by=cast.zhao, at=NOW)
    receipt = complain(9)
    phone = consumer(receipt)
    assert phone.get(own(receipt.case)).status_code == 404
    assert phone.post(own(receipt.case)).status_code == 404
    assert facts.offered(fresh(receipt.case)) is None

    routing.admit(cases[4], by=cast.zhao, at=NOW)
    page = phone.get(own(receipt.case)).text
    assert not any(str(case.number) in page for case in cases)
    assert own(receipt.case) not in phone.get(reverse("my-case", args=[receipt.case.pk])).text
    for _twice in range(2):
        phone.post(own(receipt.case))
    held = row(binder, receipt.case)
    assert (held.stage, held.why) == (life.PROPOSED, WHY.WISH)
    assert [one.url for one in waiting.of(cast.wang, NOW).nobodys if one.key.startswith("together:")]
    press(wang, binder, "ask")
    assert row(binder, receipt.case).stage == life.ASKED
    phone.post(own(receipt.case), {"answer": "yes"})
    assert row(binder, receipt.case).stage == life.JOINED
    with pytest.raises(NotAllowed):
        verbs.wish(complain(10).case, binder, by=people.li(cases[0]), at=NOW)


def test_the_receipt_leads_there_only_then(cast: people.Cast) -> None:
    binder, cases = together(cast, 5)
    receipt = complain(9)
    phone = consumer(receipt)
    session = phone.session
    session[steps.CURRENT] = str(receipt.case.pk)
    session.save()
    assert own(receipt.case) not in phone.get(reverse("file-receipt")).text
    for case in cases:
        yes(case, binder)
        routing.admit(case, by=cast.zhao, at=NOW)
    assert own(receipt.case) in phone.get(reverse("file-receipt")).text


def test_the_business_is_reminded_once_of_the_hour_that_all_share(cast: people.Cast, zhao: Client) -> None:
    binder, cases = together(cast, 3)
    for case in cases:
        yes(case, binder)
        routing.admit(case, by=cast.zhao, at=NOW)
    alone = complain(9).case
    to_lead(cast, alone)
    routing.admit(alone, by=cast.zhao, at=NOW)
    starts = NOW + timedelta(days=3)
    hour: dict[str, Any] = {
        "kind": "room",
        "starts_at": starts,
        "place": "三楼",
        "invited": ["consumer", "business"],
    }
    for case in (*cases, alone):
        appointing.plan(case, **hour, by=cast.zhao, at=NOW)
    verbs.leave(row(binder, cases[2]), by=people.li(cases[2]), at=NOW)
    for act in list(falling_due.reminders(NOW + timedelta(days=2))):
        act()

    near = OutboxMessage.objects.filter(effect_key__contains="session_near")
    of_business = {one.subject for one in near.filter(effect_key__contains=":business:")}
    assert len(near) - len(of_business) == 4  # each consumer
    assert of_business == {cases[0].record_key, cases[2].record_key, alone.record_key}
