"""An appointment for a mediation: made, moved, called off; told, shown, and put into calendars."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from huaihai.cases.models import Appointment, Case
from huaihai.cases.tests.at_the_desk import case_url, do
from huaihai.cases.tests.consumers import opened
from huaihai.cases.verbs import appointing, mediation
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TYPED: dict[str, Any] = {
    "kind": "room",
    "day": "2026-12-03",
    "time": "14:30",
    "place": "文化路 1 号，三楼调解室; 带证件",
    "invited": ["consumer", "business"],
}


def planned(cast: Cast, **changed: Any) -> Case:
    case = people.mediating(cast)
    terms: dict[str, Any] = {
        "kind": "video",
        "starts_at": TUESDAY + timedelta(days=2),
        "place": "https://meet.example/1",
        "invited": ["consumer", "business"],
    }
    appointing.plan(case, **terms | changed, by=cast.zhao, at=TUESDAY)
    return case


def texts(case: Case, name: str) -> list[str]:
    found = OutboxMessage.objects.filter(subject=case.record_key, effect_key__contains=f":{name}:")
    return [message.text for message in found]


def event_in(answer: Any) -> Any:
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")[0]


def test_both_sides_are_told_and_put_it_into_their_calendars(zhao: Client, sun: Client, cast: Cast) -> None:
    case = people.mediating(cast)

    assert do(zhao, case, "appointment", **TYPED).status_code == 302

    consumer = Client()
    opened(consumer, case)
    for client, name, page in (
        (zhao, "desk-appointment", case_url(case)),
        (consumer, "my-appointment", reverse("my-case", args=[case.pk])),
        (sun, "business-appointment", reverse("business-case", args=[case.pk])),
    ):
        text = client.get(page).text
        assert "12 月 3 日 14:30" in text
        assert TYPED["place"] in text
        event = event_in(client.get(reverse(name, args=[case.pk])))
        assert event["dtstart"].dt.isoformat() == "2026-12-03T06:30:00+00:00"
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)
        assert str(event["location"]) == TYPED["place"]
        assert str(case.number) in event["summary"]
    told = texts(case, "session_planned")
    assert len(told) == 2
    assert all("12 月 3 日 14:30，当面" in text for text in told)
    assert not any("文化路" in text for text in told)


def test_moved_it_replaces_what_the_calendar_held(zhao: Client, cast: Cast) -> None:
    case = planned(cast)
    page = reverse("desk-appointment", args=[case.pk])
    before = event_in(zhao.get(page))

    form = zhao.get(reverse("desk-step", args=[case.pk, "moved-appointment"])).context["form"]
    assert (form["kind"].value(), str(form["time"].value())[:5]) == ("video", "10:00")
    assert do(zhao, case, "moved-appointment", **TYPED).status_code == 302

    after = event_in(zhao.get(page))
    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert len(texts(case, "session_moved")) == 2


def test_who_is_not_invited_any_more_is_told_that_it_is_off(zhao: Client, sun: Client, cast: Cast) -> None:
    case = planned(cast)

    do(zhao, case, "moved-appointment", **TYPED | {"invited": ["consumer"]})

    assert len(texts(case, "session_moved")) == 1
    assert len(texts(case, "session_off")) == 1
    assert sun.get(reverse("business-appointment", args=[case.pk])).status_code == 404


def test_called_off_another_can_be_made(cast: Cast) -> None:
    case = planned(cast)
    again: dict[str, Any] = {
        "kind": "phone",
        "starts_at": TUESDAY + timedelta(days=3),
        "place": "我们打给双方",
        "invited": ["business"],
    }
    with pytest.raises(NotPossible):
        appointing.plan(case, **again, by=cast.zhao, at=TUESDAY)

    appointing.call_off(case, text="老板住院。", by=cast.zhao, at=TUESDAY)
    appointing.plan(case, **again, by=cast.zhao, at=TUESDAY)

    assert [held.state for held in case.appointments.order_by("starts_at")] == ["off", "planned"]
    assert len(texts(case, "session_off")) == 2


def test_with_the_mediation_it_falls_away_and_both_sides_are_told(cast: Cast) -> None:
    case = planned(cast)

    mediation.terminate(case, ground="CA-END-3", text="谈不拢。", by=cast.zhao, at=TUESDAY)

    assert case.appointments.get().state == "off"
    assert len(texts(case, "session_off")) == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_at": TUESDAY}, "time"),
        ({"kind": "letter"}, "kind"),
        ({"place": " "}, "place"),
        ({"invited": []}, "invited"),
    ],
)
def test_what_does_not_fit_is_refused(cast: Cast, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Unfit) as refused:
        planned(cast, **changed)
    assert refused.value.field == field


def test_minutes_end_it_and_so_does_the_end_of_the_mediation(cast: Cast) -> None:
    held, dropped = planned(cast), planned(cast)
    after = TUESDAY + timedelta(days=3)

    mediation.hold_session(held, minutes="双方都来了。", held_on=after.date(), by=cast.zhao, at=after)
    mediation.agree(
        dropped, terms="退款。", sum_fen=100, perform_by_on=after.date(), by=cast.zhao, at=TUESDAY
    )

    assert held.appointments.get().state == Appointment.State.HELD
    assert dropped.appointments.get().state == Appointment.State.OFF


def test_what_waits_is_asked_by_hour_and_reader(cast: Cast) -> None:
    case = planned(cast)
    rows = Appointment.objects.due(TUESDAY + timedelta(days=7))

    assert [row.case_id for row in rows.visible_to(cast.zhao)] == [case.pk]
    assert not Appointment.objects.due(TUESDAY + timedelta(days=1))
    assert not rows.visible_to(people.li(people.filed().case))
