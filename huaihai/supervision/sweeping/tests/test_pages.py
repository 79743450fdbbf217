"""The pages of a sweep, for staff, for a business and for everybody."""

import json
import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from huaihai.businesses.models import Representative
from huaihai.kit import clock
from huaihai.members.actions.accounts import open_account
from huaihai.members.models import Account
from huaihai.supervision import verifying
from huaihai.supervision.actions import planning, releasing
from huaihai.supervision.models import Finding, Inspection, ItemMark, Measure, Photo, Project, Release
from huaihai.supervision.sweeping import results
from huaihai.supervision.sweeping.actions import falling_due, measuring, rechecking
from huaihai.supervision.sweeping.tests.scene import DAY, MONDAY, PLAN, finding, gym, inspected, key, running
from huaihai.supervision.tests.people import People, assemble, opened
from tests.posts import PASSWORD, PROGRAM, SECRET, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.fixture
def people() -> People:
    return assemble()


@pytest.fixture
def project(people: People) -> Project:
    return running(people)


def signed_in(actor: Any) -> Client:
    client = Client()
    sign_in(client, Account.objects.get(pk=actor.account_id))
    return client


def picture(colour: str = "red") -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (8, 8), colour).save(drawn, "JPEG")
    return SimpleUploadedFile("photo.jpg", drawn.getvalue(), "image/jpeg")


def page(client: Client, name: str, *args: Any, status: int = 200, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def checked(**marks: str) -> dict[str, str]:
    return {f"mark_{item['key']}": marks.get(item["key"], "ok") for item in PLAN["items"]} | {
        f"words_{name}": "门锁着" for name, mark in marks.items() if mark == "found"
    }


class TestPlanning:
    def test_a_plan_is_written_item_by_item_and_registered(self, people: People) -> None:
        project, desk = opened(people, "sweep"), signed_in(people.leader)
        assert page(desk, "office-project", project.pk)
        first = date(2026, 12, 7)
        answers = {
            "trade": "S06",
            "what": "健身房",
            "first": first.isoformat(),
            "last": (first + timedelta(days=6)).isoformat(),
            "target": "10",
            **{f"days_{key}": "5" for key in ("minor", "serious", "grave")},
            **{f"follow_{key}": "advice" for key in ("minor", "serious", "grave")},
        }
        address = reverse("sweep-plan", args=[project.pk])
        seen = hidden(desk.get(address).content.decode(), "seen")
        assert desk.post(address, answers | {"seen": seen}).status_code == 302
        address = reverse("sweep-item-new", args=[project.pk])
        item = {"name": "明码标价", "finding": "没有标价", "severity": "minor"}
        for basis, status in (("《不存在的法》第三条", 200), ("《消费者权益保护法》第二十条", 302)):
            seen = hidden(desk.get(address).content.decode(), "seen")
            answer = desk.post(address, item | {"basis": basis, "seen": seen})
            assert answer.status_code == status
        project.refresh_from_db()
        assert [row["key"] for row in project.plan["items"]] == ["i01"]
        planning.register(project, by=people.leader, at=MONDAY)
        assert "明码标价" in page(desk, "sweep-checklist", project.pk)

    def test_items_move_up_and_go(self, people: People) -> None:
        project, desk = opened(people, "sweep", PLAN), signed_in(people.leader)
        for name, left in (
            ("sweep-item-up", ["refund", "price", "exit"]),
            ("sweep-item-removal", ["price", "exit"]),
        ):
            project.refresh_from_db()
            desk.post(reverse(name, args=[project.pk, "refund"]), {"seen": project.version})
            project.refresh_from_db()
            assert [row["key"] for row in project.plan["items"]] == left

    def test_nobody_else_writes_the_plan(self, people: People) -> None:
        project = opened(people, "sweep", PLAN)
        for actor in (people.partner, people.auditor):
            assert page(signed_in(actor), "sweep-plan", project.pk, status=404)


class TestOnTheSpot:
    def test_a_new_place_is_written_down_and_checked_with_photos(
        self, people: People, project: Project
    ) -> None:
        desk = signed_in(people.leader)
        assert reverse("sweep-place-new", args=[project.pk]) in page(
            desk, "sweep-search", project.pk, q="没有"
        )
        made = desk.post(
            reverse("sweep-place-new", args=[project.pk]),
            {"sign": "演示新店", "address": "新路2号", "region": "320302", "name": "", "code": ""},
        )
        assert made.status_code == 302
        form = desk.get(made["Location"]).content.decode()
        sent = checked(exit="found") | {"key": hidden(form, "key"), "note": ""}

        for _time in range(2):
            answer = desk.post(made["Location"], sent | {"photos_exit": picture()})
            assert answer.status_code == 302

        assert Inspection.objects.count() == 1
        photo = Photo.objects.get()
        assert photo.about == finding(Inspection.objects.get(), "exit").mark.seal_key
        assert desk.get(reverse("office-project-photo", args=[project.pk, photo.pk])).status_code == 200
        assert "门锁着" in page(desk, "sweep-inspection", project.pk, Inspection.objects.get().pk)

    def test_what_was_typed_and_the_photos_stay_while_something_is_missing(
        self, people: People, project: Project
    ) -> None:
        desk, address = signed_in(people.leader), reverse("sweep-check", args=[project.pk, gym().pk])
        sent = checked(exit="found") | {"key": str(key()), "note": "二楼", "mark_price": ""}
        answer = desk.post(address, sent | {"photos_exit": picture()})
        html = answer.content.decode()
        assert answer.status_code == 200
        assert "二楼" in html
        assert "门锁着" in html

        again = sent | {"mark_price": "na", "kept_exit": hidden(html, "kept_exit")}
        assert desk.post(address, again).status_code == 302
        assert Photo.objects.count() == 1

    def test_a_token_of_another_hand_keeps_no_photo(self, people: People, project: Project) -> None:
        desk, address = signed_in(people.leader), reverse("sweep-check", args=[project.pk, gym().pk])
        sent = checked() | {"key": str(key()), "kept_exit": "W1siYSJdXQ:1:2"}
        assert desk.post(address, sent).status_code == 302
        assert not Photo.objects.exists()

    @pytest.mark.parametrize("typed", ["x", "", "\x00", "\ufffe", "9" * 400])
    def test_odd_input_gets_an_answer(self, people: People, project: Project, typed: str) -> None:
        desk, place = signed_in(people.leader), gym()
        assert desk.get(reverse("sweep-search", args=[project.pk]), {"q": typed[:100]}).status_code == 200
        sent = checked() | {"key": typed, "mark_exit": typed, "note": typed, "words_exit": typed}
        answer = desk.post(reverse("sweep-check", args=[project.pk, place.pk]), sent)
        assert answer.status_code == 200
        new = {"sign": typed, "address": typed, "region": typed, "code": typed, "name": typed}
        assert desk.post(reverse("sweep-place-new", args=[project.pk]), new).status_code == 200
        for name in ("sweep-findings", "sweep-places"):
            assert (
                desk.get(reverse(name, args=[project.pk]), {"city": typed, "show": typed}).status_code == 200
            )

    def test_an_auditor_reads_and_checks_nothing(self, people: People, project: Project) -> None:
        reader = signed_in(people.auditor)
        made = inspected(project, gym(), "price", by=people.leader)
        found = finding(made, "price")
        assert page(reader, "office-project", project.pk)
        assert page(reader, "sweep-inspection", project.pk, made.pk)
        assert "recheck/" not in page(reader, "sweep-finding", project.pk, found.pk)
        assert page(reader, "sweep-search", project.pk, status=404)
        assert page(reader, "sweep-advice", project.pk, found.pk, status=404)


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
        measuring.advise([found], text="请打开。", by=people.leader, at=MONDAY)
        for act in falling_due.due_acts(MONDAY + 4 * DAY):
            act()
        assert "演示健身房" in page(desk, "sweep-findings", project.pk, show="due")
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


class TestBusiness:
    def test_it_sees_its_findings_and_hands_in_proof(self, people: People, project: Project) -> None:
        place = gym()
        found = finding(inspected(project, place, "price", by=people.leader), "price")
        advice = measuring.advise([found], text="请贴价目表。", by=people.leader, at=MONDAY)
        account = open_account(
            username="sun",
            password=PASSWORD,
            display_name="Sun (test)",
            totp_secret=SECRET,
            by=PROGRAM,
            at=MONDAY,
        )
        Representative.objects.create(account=account, business=place.business, from_on=date(2026, 1, 1))
        shop = Client()
        sign_in(shop, account)

        assert "明码标价" in page(shop, "business-sweeps")
        html = page(shop, "business-sweep", found.pk)
        assert "请贴价目表。" in html
        shop.post(reverse("business-sweep-receipt", args=[found.pk, advice.pk]))
        advice.refresh_from_db()
        assert (advice.stage, advice.served_by) == ("served", "desk")
        sent = {
            "key": hidden(html, "key"),
            "text": "已经贴好。",
            "claims_cure": "on",
            "photos_proof": picture(),
        }
        assert shop.post(reverse("business-sweep", args=[found.pk]), sent).status_code == 302
        found.refresh_from_db()
        assert found.stage == "claimed"
        photo = Photo.objects.get()
        assert shop.get(reverse("business-sweep-photo", args=[project.pk, photo.pk])).status_code == 200

    def test_it_sees_nothing_of_others(self, people: People, project: Project) -> None:
        other = gym("演示别家", digit="9")
        account = open_account(
            username="sun",
            password=PASSWORD,
            display_name="Sun (test)",
            totp_secret=SECRET,
            by=PROGRAM,
            at=MONDAY,
        )
        Representative.objects.create(account=account, business=other.business, from_on=date(2026, 1, 1))
        found = finding(inspected(project, gym(), "price", by=people.leader), "price")
        shop = Client()
        sign_in(shop, account)
        assert page(shop, "business-sweep", found.pk, status=404)


def released(people: People, project: Project) -> Project:
    """Checked, followed, checked again, released and out."""
    made = inspected(project, gym(), "price", "exit", by=people.leader)
    inspected(project, gym("演示二店", digit="8"), by=people.helper, number=2)
    inspected(project, gym("演示商丘", region="411402", digit="9"), "exit", by=people.partner, number=3)
    rows = Finding.objects.filter(stage="open").select_related("project", "city", "business", "clock")
    for number, row in enumerate(rows):
        by = people.leader if row.inspection_id == made.pk else people.partner
        measuring.advise([row], text="请改。", by=by, at=MONDAY)
        rechecking.recheck(row, result="cured", client_key=key(30 + number), by=by, at=MONDAY + DAY)
    planning.finish(project, by=people.leader, at=MONDAY + 8 * DAY)
    release = releasing.release(project, by=people.leader, at=MONDAY + 9 * DAY)
    Release.objects.filter(pk=release.pk).update(published_at=MONDAY + 9 * DAY)
    Project.objects.filter(pk=project.pk).update(stage="published", published_at=MONDAY + 9 * DAY)
    project.refresh_from_db()
    return project


class TestForEverybody:
    def test_the_board_counts_and_names_nobody(self, people: People, project: Project) -> None:
        inspected(project, gym(), "price", "exit", by=people.leader)
        for html in (
            page(Client(), "sweep-public-board", project.number),
            page(signed_in(people.leader), "sweep-board", project.pk),
        ):
            assert "1 / 2" in html
            assert "0 / 1" in html
            assert "演示健身房<" not in html

    def test_there_is_no_board_before_the_week(self, people: People) -> None:
        project = opened(people, "sweep", PLAN)
        planning.register(project, by=people.leader, at=MONDAY)
        assert page(Client(), "sweep-public-board", project.number, status=404)

    def test_the_checklist_is_public_before_anything_came_out(self, people: People, project: Project) -> None:
        html = page(Client(), "supervision-project", project.number)
        assert "安全出口被锁住或者堵住。" in html
        assert reverse("sweep-public-board", args=[project.number]) in html

    def test_what_changed_is_told_from_the_file(self, people: People, project: Project) -> None:
        released(people, project)
        html = page(Client(), "supervision-project", project.number)
        assert "演示健身房（测试）" not in html
        assert "演示二店" not in html
        assert "67 %" in html  # the exit was locked in two of three places
        assert page(Client(), "supervision-report", project.number)

    def test_the_file_holds_no_names_and_counts_again_to_the_same(
        self, people: People, project: Project
    ) -> None:
        text = released(people, project).releases.get().file
        file = json.loads(text)
        assert not [name for name in ("演示健身房（测试）", "演示二店", "演示商丘", "中山路") if name in text]
        assert file["results"] == results.counted(
            file["items"], file["cities"], file["places"], file["findings"]
        )
        assert file["results"]["all"]["cured"] == 3

    def test_whatever_is_altered_behind_its_back_is_found(self, people: People, project: Project) -> None:
        released(people, project)
        assert list(verifying.findings(project.number)) == []
        QuerySet(ItemMark).filter(mark="found").update(mark="ok")
        assert len(list(verifying.findings(project.number))) == 3

    def test_a_recheck_after_it_is_out_goes_into_a_corrected_file(
        self, people: People, project: Project
    ) -> None:
        made = inspected(project, gym("演示三店", digit="6"), "refund", by=people.leader, number=9)
        measuring.advise([finding(made, "refund")], text="请改。", by=people.leader, at=MONDAY)
        released(people, project)
        late = finding(made, "refund")
        rechecking.recheck(late, result="cured", client_key=key(90), by=people.leader, at=MONDAY + 10 * DAY)
        again = releasing.release(project, reason="补上复查结果。", by=people.leader, at=MONDAY + 11 * DAY)
        assert json.loads(again.file)["results"]["all"]["cured"] == 4

    def test_pages_take_the_same_queries_however_much_there_is(
        self, people: People, project: Project
    ) -> None:
        desk = signed_in(people.leader)
        names = ("sweep-board", "sweep-findings", "sweep-places", "office-project")
        inspected(project, gym(), "price", "exit", by=people.leader)
        counts = []
        for round_ in (0, 1):
            if round_:
                for number in range(2, 7):
                    place = gym(f"演示{number}店", digit=str(number))
                    inspected(project, place, "price", "refund", "exit", by=people.leader, number=number)
            for name in names:
                desk.get(reverse(name, args=[project.pk]))
                with CaptureQueriesContext(
                    connection,
                ) as caught:
                    assert desk.get(reverse(name, args=[project.pk])).status_code == 200
                counts.append(len(caught))
        assert counts[: len(names)] == counts[len(names) :]
        assert max(counts) < 40


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


def test_the_guide_names_every_part_of_the_file(people: People, project: Project) -> None:
    file = json.loads(released(people, project).releases.get().file)
    guide = (Path(__file__).resolve().parents[4] / "docs" / "guides" / "sweep-file.md").read_text("utf-8")
    rows = [file[name][0] for name in ("items", "cities", "places", "findings", "measures")]
    parts = {*file, *(key for row in rows for key in row), *file["results"]["items"][0]}
    assert sorted(part for part in parts if f"`{part}`" not in guide) == []
