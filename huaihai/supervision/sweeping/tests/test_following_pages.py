"""What follows from a finding, page by page."""

from datetime import date

import pytest
from django.urls import reverse

from huaihai.desk.waiting import of_other_rooms
from huaihai.supervision.models import Finding, Measure, Project
from huaihai.supervision.sweeping import measures, tracking
from huaihai.supervision.sweeping.tests.browsing import hidden, page, picture, signed_in
from huaihai.supervision.sweeping.tests.scene import DAY, MONDAY, finding, gym, inspected
from huaihai.supervision.tests.people import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


class TestWhatFollows:
    def test_advice_is_written_printed_and_served(self, people: People, project: Project) -> None:
        desk = signed_in(people.leader)
        found = finding(inspected(project, gym(), "price", "refund", by=people.leader), "price")
        html = page(desk, "sweep-advice", project.pk, found.pk)
        assert "把价目表贴在柜台上。" in html
        sent = {
            "key": hidden(html, "key"),
            "findings": [str(pk) for pk in Finding.objects.values_list("pk", flat=True)],
            "text": "请改。",
        }
        for _time in range(2):
            answer = desk.post(reverse("sweep-advice", args=[project.pk, found.pk]), sent)
            assert answer.status_code == 302
        advice = Measure.objects.get()
        letter = page(desk, "sweep-letter", project.pk, advice.pk)
        assert "请改。" in letter
        assert "第五十三条" in letter
        answer = desk.post(
            reverse("sweep-serving", args=[project.pk, advice.pk]), {"seen": advice.version, "way": "post"}
        )
        advice.refresh_from_db()
        assert (answer.status_code, advice.stage) == (302, "served")

    @pytest.mark.both_databases
    def test_a_talk_is_held_and_its_promise_binds(self, people: People, project: Project) -> None:
        desk = signed_in(people.leader)
        found = finding(inspected(project, gym(), "exit", by=people.leader), "exit")
        other = gym("演示连锁", region="411402", digit="8")
        inspected(project, other, "exit", by=people.partner, number=2)
        html = page(desk, "sweep-talk", project.pk, found.pk, q="演示连锁")
        assert html.count('name="findings"') == 2
        sent = {
            "key": hidden(html, "key"),
            "findings": [str(pk) for pk in Finding.objects.values_list("pk", flat=True)],
            "day": "2026-12-08",
            "clock": "14:30",
            "where": "二楼会议室",
            "text": "",
        }
        address = f"{reverse('sweep-talk', args=[project.pk, found.pk])}?q=演示连锁"
        assert desk.post(address, sent).status_code == 302
        talk = Measure.objects.get()
        for name in ("sweep-measure", "sweep-letter"):
            assert "14:30" in page(desk, name, project.pk, talk.pk)
        here, there = found.business_id, other.business_id
        minutes = {
            "seen": talk.version,
            f"came_{here}": "yes",
            f"who_{here}": "店长",
            f"said_{here}": "当天打开。",
            f"text_{here}": "不再上锁。",
            f"by_on_{here}": "",
            f"came_{there}": "no",
        }
        address = reverse("sweep-minutes", args=[project.pk, talk.pk])
        answer = desk.post(address, minutes)
        assert answer.status_code == 200
        assert "当天打开。" in answer.content.decode()
        assert desk.post(address, minutes | {f"by_on_{here}": "2026-12-12"}).status_code == 302
        assert Measure.objects.get(kind="promise").by_on == date(2026, 12, 12)
        assert "店长" in page(desk, "sweep-measure", project.pk, talk.pk)

    def test_a_recheck_by_clock_leads_to_the_next_step(self, people: People, project: Project) -> None:
        desk = signed_in(people.leader)
        found = finding(inspected(project, gym(), "exit", by=people.leader), "exit")
        measures.advise([found], text="请打开。", by=people.leader, at=MONDAY)
        for act in tracking.due_acts(MONDAY + 4 * DAY):
            act()
        assert "演示健身房" in page(desk, "sweep-findings", project.pk, show="due")
        (row,) = of_other_rooms(people.leader, MONDAY + 60 * DAY)
        assert row.url == f"{reverse('sweep-findings', args=[project.pk])}?show=due"
        assert (row.tone, "1" in row.title) == ("late", True)
        assert not of_other_rooms(people.partner, MONDAY + 60 * DAY)  # it is another city's
        html = page(desk, "sweep-recheck", project.pk, found.pk)
        sent = {"key": hidden(html, "key"), "seen": hidden(html, "seen"), "result": "uncured"}
        address = reverse("sweep-recheck", args=[project.pk, found.pk])
        assert desk.post(address, sent).status_code == 200  # what is still not in order has to be said
        assert desk.post(address, sent | {"words": "还锁着", "photos_now": picture()}).status_code == 302
        assert desk.post(address, sent | {"words": "还锁着"}).status_code == 302

        html = page(desk, "sweep-exposure", project.pk, found.pk)
        assert "还锁着" in html
        sent = {
            "seen": hidden(html, "seen"),
            "shown_name": "演示健身房",
            "ground": "CA-5-REFUSES",
            "what": "两次检查，安全出口都锁着。",
            "evidence": "记录和照片。",
        }
        assert desk.post(reverse("sweep-exposure", args=[project.pk, found.pk]), sent).status_code == 302
        found.refresh_from_db()
        assert found.stage == "exposed"
        assert found.exposure is not None
        assert found.exposure.stage == "proposed"

    @pytest.mark.parametrize("name", ["sweep-promise", "sweep-handing", "sweep-talk", "sweep-word"])
    def test_empty_forms_are_refused_in_words(self, people: People, project: Project, name: str) -> None:
        desk = signed_in(people.leader)
        found = finding(inspected(project, gym(), "exit", by=people.leader), "exit")
        answer = desk.post(reverse(name, args=[project.pk, found.pk]), {})
        assert answer.status_code == 200
        assert 'class="error"' in answer.content.decode()


HOSTILE = ["\x00", "9" * 400, "2026-99-99", "<script>", "\u202e"]


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize(
    "name", ["sweep-advice", "sweep-talk", "sweep-promise", "sweep-handing", "sweep-recheck", "sweep-word"]
)
def test_hostile_input_changes_nothing(people: People, project: Project, name: str, typed: str) -> None:
    desk = signed_in(people.leader)
    found = finding(inspected(project, gym(), "exit", by=people.leader), "exit")
    fields = ("key", "findings", "day", "clock", "by_on", "result", "seen", "kept_now", "kept_proof")
    answer = desk.post(reverse(name, args=[project.pk, found.pk]), dict.fromkeys(fields, typed))
    assert answer.status_code == 200
    assert not Measure.objects.exists()
    found.refresh_from_db()
    assert found.stage == "open"
