"""Call me back: asked with a number and a time, promised, called, written down; brakes, tries and erasing."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.cases.callback import promising, verbs
from huaihai.cases.models import CallBack, Case
from huaihai.cases.tests.test_confirming import ANSWERS
from huaihai.desk import waiting
from huaihai.desk.lives import Moved, NotAllowed, NotPossible
from huaihai.desk.waiting import Waiting
from huaihai.kit import clock
from huaihai.kit.clock import ZONE
from huaihai.law import limits
from huaihai.members.actors import Actor
from huaihai.members.bodies import correct_contact, note_computers
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.posts import PROGRAM
from tests.queries import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
NOW = people.TUESDAY  # at ten
NEW = "callback-new"
MOBILE, LANDLINE = "13912340001", "83712345"
NOON = "2026-11-24T12:00"
WEDNESDAY = "2026-11-25T17:00"


@pytest.fixture(autouse=True)
def unbraked() -> None:
    cache.clear()


def asked(client: Client, **typed: Any) -> Any:
    return client.post(reverse(NEW), {"city": people.HOME, "phone": MOBILE, "when": NOON} | typed)


def promised(cast: people.Cast, *, node: Organisation | None = None, phone: str = MOBILE) -> CallBack:
    caller = node or cast.home
    return verbs.ask(
        body=caller,
        phone=phone,
        slot=promising.times(caller, NOW)[0],
        by=Actor.public(),
        at=NOW,
        place=caller.region_code,
        sentence="卡里还有三千",
    )


def rows_of(actor: Actor, at: datetime = NOW) -> list[Waiting]:
    return [row for row in waiting.of(actor, at).to_do if row.key.startswith("callback")]


def messages() -> list[str]:
    rows = OutboxMessage.objects.filter(subject__startswith="callback:")
    return [row.text for row in rows.order_by("created_at", "pk")]


def test_ten_cities_then_one_page_with_two_needed_fields(client: Client, cast: people.Cast) -> None:
    first = client.get(reverse(NEW), {"problem": "prepaid.gone"}).text
    assert first.count('name="city"') == 10
    page = client.get(reverse(NEW), {"problem": "prepaid.gone", "city": people.LEAD})

    assert 'value="prepaid.gone"' in page.text
    assert "0370-12315" in page.text
    assert [bound.name for bound in page.context["form"].visible_fields() if bound.field.required] == [
        "phone",
        "when",
    ]
    assert [str(label) for _key, label in page.context["form"].fields["when"].choices] == [
        "今天 12:00 以前",
        "今天 14:00–17:00",
        "明天 星期三 9:00–12:00",
        "明天 星期三 14:00–17:00",
    ]
    assert [code for code, _name in page.context["form"].fields["place"].choices][1:3] == ["411402", "411403"]


def test_it_stands_in_the_list_of_the_body_until_the_complaint_is_written_down(
    client: Client, wang: Client, cast: people.Cast
) -> None:
    visitor = Client()
    answer = asked(
        visitor, sentence="健身房关门了，卡里还有三千", name="王大妈", place="320302", problem="prepaid.gone"
    )
    assert answer.status_code == 302
    page = visitor.get(answer.headers["Location"]).text
    assert "今天 12:00 以前" in page
    assert MOBILE not in page

    (row,) = rows_of(cast.wang)
    assert (row.on, row.at, row.whose) == (NOW.date(), NOW.replace(hour=12), "mine")
    assert MOBILE not in row.title
    assert rows_of(cast.zhao) == []
    (message,) = messages()
    assert message.startswith(
        "【淮海消费维权】徐州市消保委将在 11 月 24 日 星期二 12:00 以前给您打电话。要另约"
    )
    assert "点“请给我回电话”" in message

    opened = wang.get(row.url)
    form = opened.context["form"]
    names = ("phone", "name", "story", "consumer_at", "origin", "callback")
    taken = {name: form[name].value() for name in names}
    assert (taken["phone"], taken["consumer_at"], taken["origin"]) == (MOBILE, "320302", "phone")
    assert f'href="tel:{MOBILE}"' in opened.text
    sent = wang.post(reverse("desk-register"), ANSWERS | taken)

    assert sent.status_code == 302
    held, case = CallBack.objects.get(), Case.objects.get()
    assert (held.stage, held.case, held.problem) == ("done", case, "prepaid.gone")
    assert (case.story, case.complainant.phone, case.consumer_at) == (
        "健身房关门了，卡里还有三千", MOBILE, "320302",
    )  # fmt: skip
    assert rows_of(cast.wang) == []
    assert [event.verb for event in events.history(held.record_key)] == ["callback_asked", "callback_done"]
    assert "tel:" not in wang.get(row.url).text.split("<h1>")[1].split("<form")[0], "it is no longer offered"


def test_a_form_that_is_refused_keeps_the_call(wang: Client, cast: people.Cast) -> None:
    held = promised(cast)
    page = wang.post(reverse("desk-register"), ANSWERS | {"callback": str(held.pk), "story": ""})
    assert page.status_code == 200
    assert f'href="tel:{MOBILE}"' in page.text
    assert page.context["form"]["callback"].value() == str(held.pk)


@pytest.mark.parametrize(("typed", "kept"), [(LANDLINE, "051683712345"), ("0371-6655 4433", "037166554433")])
def test_a_landline_will_do_and_gets_the_area_code_of_its_city(
    client: Client, cast: people.Cast, typed: str, kept: str
) -> None:
    assert asked(client, phone=typed).status_code == 302
    assert CallBack.objects.get().phone == kept
    assert messages() == [], "no SMS reaches it, and nobody has to call to say that somebody will call"


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": ""},
        {"phone": "110"},
        {"phone": "00000000000"},
        {"phone": "call me"},
        {"phone": "1\x00" * 50},
        {"when": ""},
        {"when": "2026-11-24T09:00"},
        {"when": "tomorrow"},
        {"place": "411402"},
        {"name": "王" * 21},
        {"sentence": "长" * 201},
    ],
)
def test_what_does_not_fit_is_told_and_what_was_typed_stays(
    client: Client, cast: people.Cast, wrong: dict[str, str]
) -> None:
    said = {"sentence": "卡里还有三千"} | wrong
    sent = urlencode({"city": people.HOME, "phone": MOBILE, "when": NOON} | said, errors="surrogatepass")
    page = client.post(reverse(NEW), sent, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 200
    assert page.context["form"].errors
    assert "卡里还有三千" in page.text or "sentence" in wrong
    assert not CallBack.objects.exists()


@pytest.mark.parametrize("city", ["", "110000", "32\x00300", "x" * 9000])
def test_another_city_asks_again(client: Client, cast: people.Cast, city: str) -> None:
    for answer in (client.get(reverse(NEW), {"city": city}), asked(client, city=city)):
        assert answer.status_code == 200
        assert answer.text.count('name="city"') == 10
        assert "请在这些市里选一个" in answer.text


def test_a_sentence_from_the_tree_comes_along_without_standing_in_an_address(
    client: Client, cast: people.Cast
) -> None:
    sent = {"problem": "prepaid.gone", "sentence": "卡里还有三千"}
    first = client.post(reverse(NEW), sent).text
    assert '<form method="post">' in first
    assert "卡里还有三千" in first
    second = client.post(reverse(NEW), sent | {"city": people.HOME})
    assert second.context["form"]["sentence"].value() == "卡里还有三千"
    assert "<details open>" in second.text
    assert "no.such" not in client.post(reverse(NEW), sent | {"problem": "no.such"}).text


def test_the_hours_that_a_body_says_itself_are_what_it_promises(client: Client, cast: people.Cast) -> None:
    correct_contact(
        organisation=cast.home,
        phone="0516-83720000",
        address="",
        hours="周三至周五 13:00-15:00",
        by=PROGRAM,
        at=NOW,
    )
    form = client.get(reverse(NEW), {"city": people.HOME}).context["form"]
    assert [key for key, _label in form.fields["when"].choices][:2] == [
        "2026-11-25T15:00",
        "2026-11-26T15:00",
    ]


def test_a_county_that_works_here_calls_itself(client: Client, cast: people.Cast) -> None:
    county = cast.county
    typed = {"city": people.LEAD, "place": people.COUNTY}
    asked(client, **typed)
    assert CallBack.objects.get().body == cast.lead
    note_computers(organisation=county, has_computers=True, by=PROGRAM, at=NOW)
    asked(client, **typed, phone="13912340002")
    assert [row.title for row in rows_of(cast.qian)] == ["给 139******02 回电"]
    assert CallBack.objects.get(body=county).place == people.COUNTY


def test_who_asks_again_has_another_time_and_one_call(client: Client, cast: people.Cast) -> None:
    asked(client, sentence="卡里还有三千")
    asked(client, when=WEDNESDAY)
    (held,) = CallBack.objects.all()
    assert held.promised_until == datetime(2026, 11, 25, 17, tzinfo=ZONE)
    assert held.sentence == "卡里还有三千"
    (row,) = rows_of(cast.wang)
    assert row.whose == "nobody"
    assert len(messages()) == 2


def test_nobody_lets_a_number_be_called_or_texted_often(client: Client, cast: people.Cast) -> None:
    answers = [asked(client).status_code for _try in range(4)]
    assert answers == [302, 302, 302, 429]
    assert len(messages()) == 3


def test_one_network_asks_for_a_few_only(client: Client, cast: people.Cast) -> None:
    answers = [asked(client, phone=f"139000000{n:02}").status_code for n in range(21)]
    assert answers == [302] * 20 + [429]


def test_after_three_tries_the_person_is_told_and_it_ends(
    wang: Client, cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = promised(cast)
    promises = [held.promised_until]
    for hour in (10, 15):
        monkeypatch.setattr(clock, "now", lambda hour=hour: NOW.replace(hour=hour))
        held.refresh_from_db()
        answer = wang.post(
            reverse("desk-callback-no-answer", args=[held.pk]), {"seen": held.version}, follow=True
        )
        assert "下次打" in answer.text
        held.refresh_from_db()
        promises.append(held.promised_until)
    assert [moment.astimezone(ZONE).strftime("%d %H") for moment in promises] == ["24 12", "24 12", "24 17"]
    assert rows_of(cast.wang)[0].note.startswith("徐州 · 没打通 2 次")

    wang.post(reverse("desk-callback-no-answer", args=[held.pk]), {"seen": held.version})
    held.refresh_from_db()
    assert (held.stage, held.tries) == ("given_up", 3)
    assert "0516-12315 找徐州市消保委" in messages()[-1]
    assert rows_of(cast.wang) == []
    with pytest.raises(NotPossible):
        verbs.not_reached(held, by=cast.wang, at=NOW)


def test_nobody_says_that_a_landline_got_a_message(wang: Client, cast: people.Cast) -> None:
    held = promised(cast, phone="051683712345")
    CallBack.objects.filter(pk=held.pk).update(tries=2)
    url = reverse("desk-callback-no-answer", args=[held.pk])
    page = wang.post(url, {"seen": held.version}, follow=True).text
    assert "座机收不到短信" in page
    assert "已短信告诉" not in page


def test_answered_without_a_complaint(wang: Client, cast: people.Cast) -> None:
    held = promised(cast)
    wang.post(reverse("desk-callback-answered", args=[held.pk]), {"seen": held.version})
    held.refresh_from_db()
    assert (held.stage, held.case) == ("done", None)


def test_two_officers_at_once_and_strangers(wang: Client, zhao: Client, cast: people.Cast) -> None:
    held = promised(cast)
    with pytest.raises(NotAllowed):
        verbs.done(held, by=cast.zhao, at=NOW)
    assert zhao.post(reverse("desk-callback-answered", args=[held.pk]), {"seen": 0}).status_code == 404
    assert not zhao.get(reverse("desk-register"), {"callback": str(held.pk)}).context["form"]["phone"].value()
    seen = held.version
    verbs.not_reached(held, by=cast.wang, at=NOW)
    with pytest.raises(Moved):
        verbs.not_reached(CallBack.objects.get(), by=cast.wang, at=NOW, seen=seen)
    assert CallBack.objects.get().tries == 1
    assert wang.post(reverse("desk-callback-answered", args=[held.pk]), {"seen": "x"}).status_code == 404
    assert wang.get(reverse("desk-register"), {"callback": "x"}).status_code == 200


def test_person_and_words_are_erased_some_days_after_the_end(cast: people.Cast) -> None:
    held, other = promised(cast), promised(cast, phone="13912340002")
    verbs.done(held, by=cast.wang, at=NOW)
    kept = timedelta(days=limits.CALL_BACK_KEPT.number)
    assert list(verbs.due_acts(NOW + kept)) == []
    for act in verbs.due_acts(NOW + kept + timedelta(minutes=1)):
        act()
    held.refresh_from_db()
    other.refresh_from_db()
    assert (held.phone, held.phone_index, held.sentence, held.stage) == ("", "", "", "done")
    assert other.phone
    assert len(messages()) == 1, "what was sent is forgotten with it"
    assert events.broken_at(held.record_key) is None
    assert list(verbs.due_acts(NOW + 2 * kept)) == []


def test_many_calls_cost_no_more_queries_and_no_long_list(cast: people.Cast) -> None:
    promised(cast)
    rows_of(cast.wang)  # what is held by version is asked once
    few = queries_of(lambda: rows_of(cast.wang))
    for n in range(12):
        promised(cast, phone=f"139000000{n:02}")
    assert queries_of(lambda: rows_of(cast.wang)) <= few
    rows = rows_of(cast.wang)
    assert len(rows) == 11
    assert sum(row.count for row in rows) == 13


def test_before_the_tree_is_loaded_the_page_says_where_to_call(client: Client) -> None:
    page = client.get(reverse(NEW), {"city": people.HOME})
    assert page.status_code == 200
    assert "12345" in page.text
