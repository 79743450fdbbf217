"""Notes, calls that failed, corrections, urging: beside the stages, and for whose eyes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases import waiting
from huaihai.cases.models import Absence, Case
from huaihai.cases.tests.at_the_desk import case_url, do, step_url
from huaihai.cases.tests.consumers import opened
from huaihai.cases.tests.fates import sent
from huaihai.cases.verbs import care, correcting, fulfilment, routing, urging
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.waiting import Waiting, Whose
from huaihai.governance.models import Contact
from huaihai.kit import clock
from huaihai.members.models import Role
from huaihai.record import clocks, events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY, Cast
from tests.posts import post_at
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
DAY = timedelta(days=1)


def last(case: Case) -> Any:
    return events.history(case.record_key).last()


def test_a_note_is_read_by_officers_alone(zhao: Client, wang: Client, sun: Client, cast: Cast) -> None:
    case = people.negotiating(cast)

    assert do(zhao, case, "notes", text="").status_code == 200
    assert do(zhao, case, "notes", text="老板娘脾气急。").status_code == 302

    consumer = Client()
    opened(consumer, case)
    assert "老板娘脾气急" in zhao.get(case_url(case)).text
    assert "老板娘脾气急" in wang.get(case_url(case)).text
    for client, page in ((consumer, "my-case"), (sun, "business-case")):
        text = client.get(reverse(page, args=[case.pk])).text
        assert "老板娘脾气急" not in text
        assert "内部备注" not in text


def test_a_closed_case_still_takes_notes_and_keeps_its_end(zhao: Client, cast: Cast) -> None:
    case = people.taken(cast)
    fulfilment.withdraw(case, by=people.li(case), at=TUESDAY)
    ended_at = fresh(case).ended_at

    for noun in ("notes", "calls", "no-answer"):
        assert do(zhao, case, noun, text="又来电话。", with_whom="consumer").status_code == 302, noun
    assert fresh(case).ended_at == ended_at


def test_nobody_answering_is_two_keys_and_stands_with_its_hour(zhao: Client, cast: Cast) -> None:
    """One key leads to the page, on which the button has the focus and the party is chosen."""
    case = people.negotiating(cast)

    page = zhao.get(step_url(case, "no-answer"))
    assert 'data-key="b"' in zhao.get(case_url(case)).text
    assert "autofocus" in page.text
    assert page.context["form"].initial["with_whom"] == "business"  # whose turn it is
    assert do(zhao, case, "no-answer", with_whom="business").status_code == 302
    assert (last(case).verb, last(case).facts["with"], last(case).at) == ("no_answer", "business", TUESDAY)
    assert "打过电话，没打通" in zhao.get(case_url(case)).text


def values(case: Case, **changed: Any) -> dict[str, Any]:
    return {name: getattr(case, name) for name in correcting.FIELDS} | changed


def test_a_correction_keeps_what_stood_there_before(cast: Cast) -> None:
    case = people.taken(cast)
    changed = values(case, title="烧水壶漏电", category="G02", asked_fen=30_000, bought_on=date(2026, 11, 20))

    correcting.correct(case, values=changed, text="消费者来电更正。", by=cast.zhao, at=TUESDAY)

    case, event = fresh(case), last(case)
    assert (case.title, case.category, case.asked_fen) == ("烧水壶漏电", "G02", 30_000)
    assert event.facts["was"] == {"category": "G01", "asked_fen": 26_800, "bought_on": "2026-11-21"}
    assert event.facts["now"] == {"category": "G02", "asked_fen": 30_000, "bought_on": "2026-11-20"}
    assert "烧水壶" not in str(event.facts)  # words stand sealed
    assert event.text == "电热水壶漏电 → 烧水壶漏电\n消费者来电更正。"
    assert events.broken_at(case.record_key) is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, ""),
        ({"title": " "}, "title"),
        ({"category": "X9"}, "category"),
        ({"asked_fen": -1}, "asked_fen"),
        ({"bought_on": date(2026, 11, 25)}, "bought_on"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(cast: Cast, changed: dict[str, Any], field: str) -> None:
    case = people.taken(cast)
    with pytest.raises(Unfit) as refused:
        correcting.correct(case, values=values(case, **changed), text="更正。", by=cast.zhao, at=TUESDAY)
    assert refused.value.field == field


@pytest.mark.parametrize("was", ["letter", "email", "visit"])
def test_how_it_came_is_not_corrected_where_the_day_would_be_wrong(cast: Cast, was: str) -> None:
    case = people.taken(cast)
    Case.objects.filter(pk=case.pk).update(origin=was)
    case.refresh_from_db()
    across, same = ("letter", "phone") if was == "visit" else ("phone", "letter")

    with pytest.raises(Unfit) as refused:
        correcting.correct(case, values=values(case, origin=across), text="更正。", by=cast.zhao, at=TUESDAY)
    assert refused.value.field == "origin"
    correcting.correct(
        case, values=values(case, origin=same, asked_fen=1), text="更正。", by=cast.zhao, at=TUESDAY
    )

    assert fresh(case).origin == same


def test_the_page_of_a_correction_starts_with_what_stands_there(zhao: Client, cast: Cast) -> None:
    case = people.taken(cast)
    form = zhao.get(step_url(case, "correction")).context["form"]
    typed = {
        name: form[name].value() or ""
        for name in form.fields
        if name not in ("text", "price_fen", "asked_fen")
    }
    money = {"price_fen": "268.00", "asked_fen": "300"}

    assert do(zhao, case, "correction", **typed, **money, text="").status_code == 200
    assert do(zhao, case, "correction", **typed, **money, text="听错了。").status_code == 302

    page = zhao.get(case_url(case)).text
    assert "要求金额：268.00 元 → 300.00 元" in page or "268 元 → 300 元" in page
    assert last(case).facts["fields"] == ["asked_fen"]


def _of_others(cast: Cast) -> Waiting:
    (found,) = (one for one in waiting.for_person(cast.wang, clock.now()) if one.whose == Whose.OTHERS)
    return found


def test_the_home_city_urges_once_a_working_day(
    wang: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forwarded on a Tuesday, to be taken within two working days."""
    case = sent(cast)
    Contact.objects.create(
        organisation=cast.lead,
        kind=Contact.Kind.PERSON,
        label="赵",
        account=cast.accounts["zhao"],
        private_phone="13800000009",
        from_on=date(2026, 1, 1),
    )
    thursday = TUESDAY + 2 * DAY
    monkeypatch.setattr(clock, "now", lambda: thursday)
    people.sign_in(wang, cast.accounts["wang"])

    assert wang.get(case_url(case)).context["first"].verb == "urge"
    assert _of_others(cast).url == step_url(case, "urging")
    assert do(wang, case, "urging", text="消费者很急。").status_code == 302
    assert _of_others(cast).url == case_url(case)  # it cannot be urged again today
    assert "已催办" in str(_of_others(cast).note)

    assert last(case).facts.items() >= {"clock": "take", "due_on": "2026-11-26", "told": 1}.items()
    message = OutboxMessage.objects.get(subject=case.record_key, effect_key__contains=":urged:")
    assert (message.channel, message.address) == ("sms", "13800000009")
    assert "催办" in message.text
    assert wang.get(case_url(case)).context["first"] is None
    for hours, is_possible in ((5, False), (24, True)):
        assert urging.may_urge(case, clock.local_day(thursday + timedelta(hours=hours))) is is_possible
    friday, sunday, monday = (thursday + DAY * n for n in (1, 3, 4))
    urging.urge(case, by=cast.wang, at=friday)
    with pytest.raises(NotPossible):
        urging.urge(case, by=cast.wang, at=sunday)
    urging.urge(case, by=cast.wang, at=monday)


def test_nobody_urges_the_own_body_or_while_there_is_time(cast: Cast) -> None:
    case = sent(cast)

    with pytest.raises(NotAllowed):
        urging.urge(case, by=cast.zhao, at=TUESDAY + 2 * DAY)
    case = people.taken(cast)
    assert urging.asked_for(case, TUESDAY.date()) is None
    with pytest.raises(NotPossible):
        urging.urge(case, by=cast.wang, at=TUESDAY)


def test_a_case_of_another_body_says_so_where_there_is_nothing_to_choose(wang: Client, cast: Cast) -> None:
    page = wang.get(case_url(people.taken(cast)))

    assert "请选择下一步" not in page.text
    assert "别的组织" in page.text


def test_care_refuses_what_says_nothing(cast: Cast) -> None:
    case = people.taken(cast)
    with pytest.raises(Unfit):
        care.note(case, text=" ", by=cast.zhao, at=TUESDAY)
    with pytest.raises(Unfit):
        care.no_answer(case, with_whom="nobody", by=cast.zhao, at=TUESDAY)


def test_the_city_urges_the_county_body_below_it(zhao: Client, cast: Cast) -> None:
    case = people.taken(cast)
    routing.assign(case, to=cast.county, by=cast.zhao, at=TUESDAY)

    assert step_url(case, "urging") not in zhao.get(case_url(case)).text
    due_on = clocks.running(case.record_key)["decide"].due_on
    urging.urge(case, by=cast.zhao, at=TUESDAY + (due_on - TUESDAY.date() - 2 * DAY))

    assert last(case).facts.items() >= {"to": cast.county.key, "clock": "decide", "told": 0}.items()
    assert "那边没有登记手机号" in zhao.get(case_url(case)).text
    with pytest.raises(NotAllowed):
        urging.urge(case, by=cast.qian, at=TUESDAY + 14 * DAY)


def test_whoever_has_the_case_in_hand_is_urged_alone_or_who_stands_in(cast: Cast) -> None:
    case, late = people.taken(cast), TUESDAY.date() + 30 * DAY
    phones = {"zhao": "13800000009", "qian": "13800000008"}
    for name, number in phones.items():
        Contact.objects.create(
            organisation=cast.lead,
            kind=Contact.Kind.PERSON,
            label=name,
            account=cast.accounts[name],
            private_phone=number,
            from_on=date(2026, 1, 1),
        )
    post_at(cast.lead.key, Role.OFFICER, username=cast.accounts["qian"].username)
    case.handler = None
    assert urging.mobiles_for(case, late) == sorted(phones.values())
    case.handler = cast.accounts["zhao"]
    assert urging.mobiles_for(case, late) == [phones["zhao"]]
    Absence.objects.create(
        account=cast.accounts["zhao"],
        organisation=cast.lead,
        stands_in=cast.accounts["qian"],
        from_on=late,
        until_on=late,
    )
    assert urging.mobiles_for(case, late) == [phones["qian"]]
