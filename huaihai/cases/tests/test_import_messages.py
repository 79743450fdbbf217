"""Messages from elsewhere: what is taken, what not and why, and nothing twice."""

import csv
import gzip
import json
import os
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from huaihai.cases import commands
from huaihai.cases.importing.reading import recognise
from huaihai.cases.models import Case, Complainant
from huaihai.cases.verbs import intake
from huaihai.members.actors import Actor
from huaihai.record import events
from tests import cast as people
from tests.cast import HOME, LEAD, TUESDAY
from tests.effort import examples

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("HUAIHAI_SHARED_DATA") or ROOT.parent / "shared" / "data")
REAL = SHARED / "taidi2020c_messages.csv.gz"

HEAD = "留言编号,留言用户,留言主题,留言时间,留言详情,反对数\n"
STORY = "在商场购买的电热水壶质量问题，商家拒绝退款，请消协帮忙。电话13812345678"
KETTLE = f"101,A1,某商场买的电热水壶不给退货,2026/1/5 9:00:00,{STORY},0\n"
GYM = "102,A2,健身房关门跑路,2026/1/6 9:00:00,办了会员卡，健身房关门，余额不退。,0\n"
WAGES = "103,A3,拖欠工资,2026/1/7 9:00:00,工地拖欠农民工工资半年。,0\n"
WEATHER = "104,A4,建议,2026/1/8 9:00:00,希望多办诗歌朗诵会。,0\n"
WEAK = "105,A5,小区门口,2026/1/9 9:00:00,超市门口的灯坏了。,0\n"


@pytest.fixture(autouse=True)
def _alliance(db: None) -> None:
    people.assemble()


def run(path: Path, **options: Any) -> int:
    given = {"home": HOME, "source": "", "json": True, "report": None} | options
    return commands.run_import(Namespace(file=str(path), **given))


def listed(tmp_path: Path, *rows: str, encoding: str = "utf-8", head: str = HEAD) -> Path:
    path = tmp_path / "messages.csv"
    path.write_bytes((head + "".join(rows)).encode(encoding))
    return path


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_consumer_matter_becomes_a_draft_with_its_text_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(listed(tmp_path, KETTLE)) == 0

    case = Case.objects.get()
    assert (case.stage, case.origin, case.home.region_code) == ("draft", "imported", HOME)
    assert case.story == STORY
    assert case.title == "某商场买的电热水壶不给退货"
    assert Complainant.objects.filter(case=case).exists()
    last = list(events.history(case.record_key))[-1]
    assert (last.verb, last.facts["message"], last.facts["written_at"]) == (
        "imported",
        "101",
        "2026/1/5 9:00:00",
    )
    assert said(capsys)["taken"] == 1


def test_every_row_is_accounted_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        KETTLE,
        GYM,
        WAGES,
        WEATHER,
        WEAK,
        KETTLE,
        KETTLE.replace("101", "106"),
        "107,A7,没有内容,2026/1/9 9:00:00,  ,0\n",
        "108,A8,少一列\n",
        f"109,A9,太长,2026/1/9 9:00:00,{'退款' * 5001},0\n",
        "110,A10,坏字符,2026/1/9 9:00:00,商家\x00拒绝退款,0\n",
        "\n",
    ]

    run(listed(tmp_path, *rows))

    told = said(capsys)
    assert (told["seen"], told["taken"]) == (11, 2)
    assert told["not_taken"] == {
        "imported_before": 0,
        "empty": 1,
        "unreadable": 1,
        "broken_row": 1,
        "too_long": 1,
        "same_id": 1,
        "same_text": 1,
        "no_consumer_word": 2,
        "too_few_points": 1,
    }


def test_importing_again_makes_nothing_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = listed(tmp_path, KETTLE, GYM)
    run(path)
    said(capsys)

    run(path)

    assert said(capsys)["not_taken"]["imported_before"] == 2
    assert Case.objects.count() == 2


def test_a_dropped_draft_does_not_come_back(tmp_path: Path) -> None:
    path = listed(tmp_path, KETTLE)
    run(path)
    cast_officer = Actor.system("tests")
    case = Case.objects.get()
    case.stage = "abandoned"
    case.save(update_fields=["stage"])

    run(path)

    assert Case.objects.count() == 1
    assert not Case.objects.visible_to(cast_officer).filter(stage="draft").exists()


def test_the_report_names_ids_and_holds_no_text(tmp_path: Path) -> None:
    report = tmp_path / "report.json"

    run(listed(tmp_path, KETTLE, WAGES), report=report)

    text = report.read_text(encoding="utf-8")
    told = json.loads(text)
    assert told["ids"]["taken"] == ["101"]
    assert "103" in told["ids"]["too_few_points"] + told["ids"]["no_consumer_word"]
    assert "电热水壶" not in text
    assert "13812345678" not in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("packed", [False, True])
def test_lists_are_read_as_people_have_them(tmp_path: Path, encoding: str, packed: bool) -> None:
    path = listed(tmp_path, KETTLE, encoding=encoding)
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))

    assert run(path) == 0

    assert Case.objects.get().story.startswith("在商场购买")


def test_columns_are_found_by_other_names_and_in_any_order(tmp_path: Path) -> None:
    path = listed(
        tmp_path, "在商场购买的水壶漏电，商家不退款,T-1,水壶不给退货\n", head="诉求内容,工单编号,标题\n"
    )

    run(path)

    case = Case.objects.get()
    assert (case.title, case.client_key) == ("水壶不给退货", "messages:T-1")


def test_the_title_is_masked_since_lists_show_it(tmp_path: Path) -> None:
    run(listed(tmp_path, GYM.replace("健身房关门跑路", "健身房关门跑路，我的电话13812345678")))

    assert "13812345678" not in Case.objects.get().title


def test_the_home_body_sees_its_drafts_and_nobody_else_does(tmp_path: Path) -> None:
    run(listed(tmp_path, KETTLE))
    from huaihai.members.models import Post

    seen = {
        post.organisation.region_code: Case.objects.visible_to(Actor.officer(post)).count()
        for post in Post.objects.select_related("organisation", "account")
    }
    assert seen[HOME] == 1
    assert seen[LEAD] == 0


def test_an_imported_draft_can_be_completed_and_sent(tmp_path: Path) -> None:
    run(listed(tmp_path, KETTLE))
    case = Case.objects.get()
    intake.save_answers(
        case, stated_business={"name": "某商场（测试）"}, remedies=["refund"], consumer_at=HOME
    )
    from huaihai.cases.verbs import care

    care.set_contact(case, name="Li (test)", phone=people.PHONE)
    case.refresh_from_db()

    receipt = intake.submit(case, key="imported", by=Actor.consumer({case.pk}), at=TUESDAY)

    assert receipt.case.stage == "received"


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "no column"),
        (b"\x1f\x8bbroken", "unpacked"),
        (b"\xff\xfe\xff,\xff\n", ""),
    ],
)
def test_what_is_no_list_gives_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, part: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)

    with translation.override("en"):
        assert run(path) == 2

    complaint = capsys.readouterr().err
    assert part in complaint
    assert complaint.count("\n") == 1


def test_an_unknown_place_or_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(listed(tmp_path, KETTLE), home="999999") == 2
    assert "999999" in capsys.readouterr().err
    assert run(tmp_path / "missing.csv") == 2
    assert not Case.objects.exists()


def test_people_read_the_report_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(listed(tmp_path, KETTLE, WEATHER), json=False)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("读了 2 条，1 条成为")
    assert lines[1] == "没有收的：1 条。"


def test_words_are_seen_in_any_script_and_a_title_counts_double() -> None:
    plain = recognise("", "商家拒絕退貨，消費者投訴")

    assert plain.is_consumer_matter
    assert recognise("退货", "").points == 2 * recognise("", "退货").points
    assert not recognise("拖欠工资", "工地拖欠工资，超市老板也不给").is_consumer_matter


@pytest.mark.skipif(not REAL.exists(), reason=f"the citizens' messages are not at {SHARED}")
def test_the_real_messages_are_all_accounted_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with gzip.open(REAL, "rt", encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    rows = rows[:: examples(8, long=1)]
    path = tmp_path / "messages.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])

    assert run(path) == 0

    told = said(capsys)
    assert told["seen"] == len(rows) >= examples(540, long=4326)
    assert 0.07 <= told["taken"] / told["seen"] <= 0.21
    assert told["taken"] == Case.objects.filter(origin="imported").count()
    assert told["taken"] + sum(told["not_taken"].values()) == told["seen"]
