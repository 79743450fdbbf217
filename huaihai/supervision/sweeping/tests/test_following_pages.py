"""What follows from a finding, page by page."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.supervision.models import Finding, Measure, Project
from huaihai.supervision.sweeping import measures, tracking
from huaihai.supervision.sweeping.tests.browsing import hidden, page, picture
from huaihai.supervision.sweeping.tests.scene import DAY, MONDAY, elsewhere, finding, gym, inspected
from huaihai.supervision.tests.people import People
from huaihai.supervision.waiting import for_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def test_advice_is_written_printed_and_served(people: People, project: Project, desk: Client) -> None:
    found = finding(inspected(project, gym(), "price", "refund", by=people.leader), "price")
    html = page(desk, "sweep-advice", project.pk, found.pk)
    assert "把价目表贴在柜台上。" in html
    sent = {"key": hidden(html, "key"), "findings": every_finding(), "text": "请改。"}
    for _time in range(2):
        answer = desk.post(reverse("sweep-advice", args=[project.pk, found.pk]), sent)
        assert answer.status_code == 302
    advice = Measure.objects.get()
    letter = page(desk, "sweep-letter", project.pk, advice.pk)
    assert "请改。" in letter
    assert "第五十三条" in letter
    served = {"seen": advice.version, "way": "post"}
    answer = desk.post(reverse("sweep-serving", args=[project.pk, advice.pk]), served)
    advice.refresh_from_db()
    assert (answer.status_code, advice.stage) == (302, "served")


@pytest.mark.both_databases
def test_a_talk_is_held_and_its_promise_binds(
    people: People, project: Project, desk: Client, locked: Finding
) -> None:
    other = elsewhere(project, people).place
    html = page(desk, "sweep-talk", project.pk, locked.pk, q="演示商丘")
    assert html.count('name="findings"') == 2
    sent = {
        "key": hidden(html, "key"),
        "findings": every_finding(),
        "day": "2026-12-08",
        "clock": "14:30",
        "where": "二楼会议室",
        "text": "",
    }
    address = f"{reverse('sweep-talk', args=[project.pk, locked.pk])}?q=演示商丘"
    assert desk.post(address, sent).status_code == 302
    talk = Measure.objects.get()
    for name in ("sweep-measure", "sweep-letter"):
        assert "14:30" in page(desk, name, project.pk, talk.pk)
    here = locked.business_id
    minutes = {
        "seen": talk.version,
        f"came_{here}": "yes",
        f"who_{here}": "店长",
        f"said_{here}": "当天打开。",
        f"text_{here}": "不再上锁。",
        f"by_on_{here}": "",
        f"came_{other.business_id}": "no",
    }
    address = reverse("sweep-minutes", args=[project.pk, talk.pk])
    answer = desk.post(address, minutes)
    assert answer.status_code == 200
    assert "当天打开。" in answer.content.decode()
    assert desk.post(address, minutes | {f"by_on_{here}": "2026-12-12"}).status_code == 302
    assert Measure.objects.get(kind="promise").by_on == date(2026, 12, 12)
    assert "店长" in page(desk, "sweep-measure", project.pk, talk.pk)


def test_a_recheck_by_clock_leads_to_the_next_step(
    people: People, project: Project, desk: Client, locked: Finding
) -> None:
    measures.advise([locked], text="请打开。", by=people.leader, at=MONDAY)
    for act in tracking.due_acts(MONDAY + 4 * DAY):
        act()
    assert "演示健身房" in page(desk, "sweep-findings", project.pk, show="due")
    url = f"{reverse('sweep-findings', args=[project.pk])}?show=due"
    (row,) = [one for one in for_person(people.leader, MONDAY + 60 * DAY) if one.url == url]
    assert (row.count, (row.days_left((MONDAY + 60 * DAY).date()) or 0) < 0) == (1, True)
    assert url not in [
        one.url for one in for_person(people.partner, MONDAY + 60 * DAY)
    ]  # it is another city's
    html = page(desk, "sweep-recheck", project.pk, locked.pk)
    sent = {"key": hidden(html, "key"), "seen": hidden(html, "seen"), "result": "uncured"}
    address = reverse("sweep-recheck", args=[project.pk, locked.pk])
    assert desk.post(address, sent).status_code == 200  # what is still not in order has to be said
    assert desk.post(address, sent | {"words": "还锁着", "photos_now": picture()}).status_code == 302
    assert desk.post(address, sent | {"words": "还锁着"}).status_code == 302
    html = page(desk, "sweep-exposure", project.pk, locked.pk)
    assert "还锁着" in html
    sent = {
        "seen": hidden(html, "seen"),
        "shown_name": "演示健身房",
        "ground": "CA-5-REFUSES",
        "what": "两次检查，安全出口都锁着。",
        "evidence": "记录和照片。",
    }
    assert desk.post(reverse("sweep-exposure", args=[project.pk, locked.pk]), sent).status_code == 302
    locked.refresh_from_db()
    assert locked.stage == "exposed"
    assert locked.exposure is not None
    assert locked.exposure.stage == "proposed"


def every_finding() -> list[str]:
    return [str(pk) for pk in Finding.objects.values_list("pk", flat=True)]


HOSTILE = ["\x00", "9" * 400, "2026-99-99", "<script>", "\u202e"]


@pytest.mark.parametrize(
    "name", ["sweep-advice", "sweep-talk", "sweep-promise", "sweep-handing", "sweep-recheck", "sweep-word"]
)
def test_empty_and_hostile_forms_are_refused_in_words(
    desk: Client, project: Project, locked: Finding, name: str
) -> None:
    address = reverse(name, args=[project.pk, locked.pk])
    fields = ("key", "findings", "day", "clock", "by_on", "result", "seen", "kept_now", "kept_proof")
    for typed in ({}, *(dict.fromkeys(fields, value) for value in HOSTILE)):
        answer = desk.post(address, typed)
        assert answer.status_code == 200, typed
        assert 'class="error"' in answer.content.decode(), typed
    assert not Measure.objects.exists()
    locked.refresh_from_db()
    assert locked.stage == "open"
