"""`huaihai law …` as an officer types it: the answer, the words, and exit code 2 with one clear line."""

import argparse
import json
from pathlib import Path

import pytest

from huaihai.law import commands

Answered = tuple[int, str, str]


@pytest.fixture
def law(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> "Law":
    monkeypatch.delenv("HUAIHAI_ALLIANCE", raising=False)
    return Law(capsys)


class Law:
    """Runs one command line and returns exit code, output and errors."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *words: str) -> Answered:
        parser = argparse.ArgumentParser(prog="huaihai")
        commands.add_to(parser.add_subparsers(required=True))
        args = parser.parse_args(["law", *words])
        assert args.needs_django is False
        code = args.run(args)
        shown = self.capsys.readouterr()
        return code, shown.out, shown.err


def test_due_answers_in_json(law: Law) -> None:
    code, out, _ = law("due", "DECIDE_ON_ACCEPTANCE", "--from", "2026-09-30", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["due_on"] == "2026-10-15"
    assert answer["provisional"] is False
    assert answer["article"]
    assert {"on": "2026-10-01", "why": "国庆节放假"} in answer["skipped"]
    assert answer["made_up"] == [{"on": "2026-10-10", "why": "星期六，国庆节调休上班"}]


def test_due_says_in_words_what_was_skipped_and_why(law: Law) -> None:
    _, out, _ = law("due", "7wd", "--from", "2026-09-30")
    assert "到期日：2026-10-15" in out
    assert "跳过 2026-10-07：国庆节放假" in out
    _, out, _ = law("due", "7wd", "--from", "2026-09-30", "--lang", "en")
    assert "Skipped 2026-10-07: National Day holiday" in out
    assert "Counted 2026-10-10: Saturday worked to make up for National Day" in out


def test_due_past_the_last_notice_is_provisional(law: Law) -> None:
    _, out, _ = law("due", "60d", "--from", "2026-11-24", "--json")
    answer = json.loads(out)
    assert (answer["due_on"], answer["provisional"], answer["moved_from"]) == (
        "2027-01-25",
        True,
        "2027-01-23",
    )
    _, out, _ = law("due", "60d", "--from", "2026-11-24")
    assert "暂定" in out


def test_due_with_a_new_notice_is_sure(law: Law, tmp_path: Path) -> None:
    notice = tmp_path / "2027.toml"
    notice.write_text(
        'year = 2027\npublished_on = 2026-11-30\nsource = "made up"\n'
        '[[holiday]]\nname = "元旦"\nfrom = 2027-01-01\nuntil = 2027-01-03\nworkdays = [2027-01-23]\n',
        "utf-8",
    )
    _, out, _ = law("due", "60d", "--from", "2026-11-24", "--json", "--notice", str(notice))
    answer = json.loads(out)
    assert (answer["due_on"], answer["provisional"]) == ("2027-01-23", False)
    assert law("notice", str(notice))[0] == 0


def test_suspensions_add_up_and_overlaps_count_once(law: Law) -> None:
    _, out, _ = law(
        "due", "60d", "--from", "2026-05-06", "--json",
        "--suspend", "2026-06-01..2026-06-07", "--suspend", "2026-06-05..2026-06-10",
    )  # fmt: skip
    answer = json.loads(out)
    assert answer["suspensions"] == ["2026-06-01..2026-06-10"]
    assert answer["due_on"] == "2026-07-15"


def test_hours_have_a_moment(law: Law) -> None:
    _, out, _ = law("due", "FIRST_REPLY", "--from", "2026-10-01T09:30", "--json")
    assert json.loads(out)["due_at"] == "2026-10-02T09:30"


def test_a_rule_outside_its_dates_is_warned_of(law: Law) -> None:
    _, out, _ = law("due", "REGULATOR_MEDIATE", "--from", "2024-03-01")
    assert "自2024-07-01起施行" in out


@pytest.mark.parametrize(
    "words",
    [
        ("due", "7wd", "--from", "2019-01-01"),
        ("due", "7wd", "--from", "2070-01-01"),
        ("due", "7wd", "--from", "9999-12-31"),
        ("due", "99999h", "--from", "9999-12-31"),
        ("due", "7wd", "--from", "2026-02-30"),
        ("due", "NO_SUCH_RULE", "--from", "2026-02-03"),
        ("due", "24h", "--from", "2026-02-03", "--suspend", "2026-02-03"),
        ("due", "7wd", "--from", "2026-02-03", "--suspend", "2026-02-05..2026-02-04"),
        ("due", "7wd", "--from", "2026-02-03", "--notice", "/no/such/file"),
        ("route", "--consumer-at", "999999"),
        ("route", "--consumer-at", "320302", "--business-at", "nowhere"),
    ],
)
def test_bad_input_gets_one_clear_line_and_exit_code_2(law: Law, words: tuple[str, ...]) -> None:
    for language in ("zh", "en"):
        code, out, err = law(*words, "--lang", language)
        assert (code, out) == (2, "")
        assert err.startswith("huaihai: ")
        assert err.count("\n") == 1


def test_route_answers_in_json(law: Law) -> None:
    _, out, _ = law("route", "--consumer-at", "320302", "--business-at", "411402", "--json")
    answer = json.loads(out)
    assert (answer["home"], answer["lead"], answer["refer_to"]) == ("320300", "411400", None)
    assert answer["rule"] == "JUR-1"
    assert "转办商丘市" in answer["why"]


def test_route_outside_the_zone_refers(law: Law) -> None:
    _, out, _ = law(
        "route", "--consumer-at", "320302", "--platform-at", "330100", "--published-at", "411402",
        "--kind", "platform-shop", "--unreachable", "--json",
    )  # fmt: skip
    answer = json.loads(out)
    assert (answer["home"], answer["lead"], answer["refer_to"]) == ("320300", None, "330100")
    _, out, _ = law("route", "--consumer-at", "320302", "--business-at", "330100")
    assert "请向这里反映：浙江省杭州市（330100）" in out


def test_route_names_the_city_that_joins(law: Law) -> None:
    _, out, _ = law(
        "route", "--consumer-at", "320302", "--business-at", "411402", "--registered-at", "3708", "--lang", "en"
    )  # fmt: skip
    assert "Jointly with: 山东省济宁市（370800）" in out


def test_what_is_old_is_named_and_answers_one(law: Law) -> None:
    assert law("check", "--on", "2026-12-01")[0] == 0
    code, out, _ = law("check", "--on", "2040-01-01", "--json")
    assert code == 1
    assert {"article": "consumer-rights-law/25", "checked": "2026-11-30"} in json.loads(out)
    assert law("check", "--on", "2040-02-30")[0] == 2


def test_the_list_for_the_docs_names_every_source(law: Law) -> None:
    _, out, _ = law("library")
    assert "| 江苏省预付卡管理办法 `jiangsu-prepaid-measures` | 2, 5, `withdrawal`, `duties` |" in out


def test_rules_are_listed_by_the_day(law: Law) -> None:
    _, out, _ = law("rules", "--json")
    assert "REGULATOR_MEDIATE_ORDER_20" in out
    _, out, _ = law("rules", "--on", "2026-05-01")
    assert "REGULATOR_MEDIATE_ORDER_20" not in out
    assert "DECIDE_ON_ACCEPTANCE  7个工作日" in out
