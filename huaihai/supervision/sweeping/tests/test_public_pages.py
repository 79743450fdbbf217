"""The board, what came out, and the file."""

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.supervision import releasing, verbs, verifying
from huaihai.supervision.models import Finding, ItemMark, Project
from huaihai.supervision.sweeping import file as sweeping_file
from huaihai.supervision.sweeping import measures
from huaihai.supervision.sweeping import verbs as sweeping_verbs
from huaihai.supervision.sweeping.tests.browsing import page, released
from huaihai.supervision.sweeping.tests.scene import (
    DAY,
    MONDAY,
    PLAN,
    elsewhere,
    finding,
    gym,
    inspected,
    key,
)
from huaihai.supervision.tests.people import People, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


class TestForEverybody:
    @pytest.mark.both_databases
    def test_the_board_names_nobody_and_is_counted_once_until_something_new_is_written(
        self, people: People, project: Project, desk: Client
    ) -> None:
        def bars(html: str) -> list[str]:  # slight, serious, grave
            return re.findall(r'<b class="num">(\d+)</b>', html)

        inspected(project, gym(), "price", by=people.leader)
        with CaptureQueriesContext(connection) as cold:
            public = page(Client(), "sweep-public-board", project.number)
        with CaptureQueriesContext(connection) as warm:
            page(Client(), "sweep-public-board", project.number)
        assert len(warm) <= len(cold) - 5
        assert not any("supervision_item_mark" in query["sql"] for query in warm)
        for html in (public, page(desk, "sweep-board", project.pk)):
            assert "1 / 2" in html
            assert "0 / 1" in html
            assert "演示健身房<" not in html
            assert bars(html) == ["1", "0", "0"]
        inspected(project, gym("演示二店", digit="8"), "exit", by=people.leader, number=2)
        assert bars(page(Client(), "sweep-public-board", project.number)) == ["1", "0", "1"]

    def test_the_checklist_is_public_before_anything_came_out_and_the_board_from_its_week_on(
        self, people: People, project: Project
    ) -> None:
        html = page(Client(), "supervision-project", project.number)
        assert "安全出口被锁住或者堵住。" in html
        assert reverse("sweep-public-board", args=[project.number]) in html
        waiting = opened(people, "sweep", PLAN)
        verbs.register(waiting, by=people.leader, at=MONDAY)
        assert page(Client(), "sweep-public-board", waiting.number, status=404)

    @pytest.mark.both_databases
    def test_the_file_holds_no_names_counts_again_to_the_same_and_is_told_and_explained(
        self, people: People, project: Project
    ) -> None:
        text = released(people, project).releases.get().file
        file = json.loads(text)
        assert not [name for name in ("演示健身房（测试）", "演示二店", "演示商丘", "中山路") if name in text]
        assert file["results"] == sweeping_file.counted(
            file["items"], file["cities"], file["places"], file["findings"]
        )
        assert file["results"]["all"]["cured"] == 3
        html = page(Client(), "supervision-project", project.number)
        assert "演示健身房（测试）" not in html
        assert "演示二店" not in html
        assert "67%" in html  # the exit was locked in two of three places
        assert page(Client(), "supervision-report", project.number)
        guide = (Path(__file__).resolve().parents[4] / "docs" / "guides" / "sweep-file.md").read_text("utf-8")
        rows = [file[name][0] for name in ("items", "cities", "places", "findings", "measures")]
        parts = {*file, *(key for row in rows for key in row), *file["results"]["items"][0]}
        assert sorted(part for part in parts if f"`{part}`" not in guide) == []

    @pytest.mark.usefixtures("english")
    def test_whatever_is_altered_behind_its_back_is_found(self, people: People, project: Project) -> None:
        inspected(project, gym(), "price", "exit", by=people.leader)
        elsewhere(project, people)
        assert list(verifying.findings(project.number)) == []
        QuerySet(ItemMark).filter(mark="found").update(mark="ok")
        wrong = [one.wrong for one in verifying.findings(project.number)]
        assert wrong.count("was altered") == 3
        assert len(wrong) == 6  # each mark, and the finding that no longer follows from it

    def test_a_finding_that_is_hidden_or_called_cured_is_found(
        self, people: People, project: Project
    ) -> None:
        made = inspected(project, gym(), "price", "exit", "refund", by=people.leader)
        findings = [finding(made, item) for item in ("price", "exit", "refund")]
        sweeping_verbs.recheck(findings[0], result="cured", client_key=key(5), by=people.leader, at=MONDAY)
        assert list(verifying.findings(project.number)) == []
        Finding.objects.filter(pk=findings[0].pk).update(item="exit")
        Finding.objects.filter(pk=findings[1].pk).update(stage="withdrawn")
        Finding.objects.filter(pk=findings[2].pk).update(stage="cured")
        assert {one.what for one in verifying.findings(project.number)} == {
            one.record_key for one in findings
        }

    @pytest.mark.both_databases
    def test_a_recheck_after_it_is_out_goes_into_a_corrected_file(
        self, people: People, project: Project
    ) -> None:
        made = inspected(project, gym("演示三店", digit="6"), "refund", by=people.leader, number=9)
        measures.advise([finding(made, "refund")], text="请改。", by=people.leader, at=MONDAY)
        released(people, project)
        late = finding(made, "refund")
        sweeping_verbs.recheck(
            late, result="cured", client_key=key(90), by=people.leader, at=MONDAY + 10 * DAY
        )
        again = releasing.release(project, reason="补上复查结果。", by=people.leader, at=MONDAY + 11 * DAY)
        assert json.loads(again.file)["results"]["all"]["cured"] == 4

    def test_what_is_out_is_corrected_and_not_made_once_more(
        self, people: People, project: Project, desk: Client
    ) -> None:
        released(people, project)
        project.refresh_from_db()
        html = page(desk, "office-project", project.pk)
        assert "更正结果" in html
        assert "生成待会签的结果文件" not in html
        assert "更正结果" in page(desk, "office-project-release", project.pk)

    @pytest.mark.both_databases
    def test_pages_take_the_same_queries_however_much_there_is(
        self, people: People, project: Project, desk: Client
    ) -> None:
        names = ("sweep-board", "sweep-findings", "sweep-places", "office-project")

        def queries(name: str) -> int:
            desk.get(reverse(name, args=[project.pk]))
            with CaptureQueriesContext(connection) as caught:
                assert desk.get(reverse(name, args=[project.pk])).status_code == 200
            return len(caught)

        inspected(project, gym(), "price", "exit", by=people.leader)
        few = [queries(name) for name in names]
        for number in range(2, 7):
            place = gym(f"演示{number}店", digit=str(number))
            inspected(project, place, "price", "refund", "exit", by=people.leader, number=number)
        assert [queries(name) for name in names] == few
        assert max(few) < 40
