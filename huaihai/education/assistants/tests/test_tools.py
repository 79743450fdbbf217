"""What the tools answer, and what they make of what does not fit."""

import json
import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from huaihai import alliance
from huaihai.cases.models import Case
from huaihai.education.assistants.given import LONG, Given, Unfit
from huaihai.education.assistants.tools import TOOLS, WritesError, call
from huaihai.education.models import LawText
from huaihai.kit import clock
from huaihai.members import directory
from huaihai.members.models import Organisation
from huaihai.record.models import Event
from tests import cast
from tests.posts import PROGRAM

pytestmark = pytest.mark.django_db


def test_a_place_gives_numbers_the_rules_there_and_who_takes_it_up() -> None:
    directory.load(alliance.load(), by=PROGRAM, at=cast.TUESDAY)
    told = call("problem", {"problem": "prepaid.gone", "place": "徐州"})
    assert told["association"]["call"].endswith("12315")
    assert any("法释〔2025〕4号" in one["citation"] for right in told["rights"] for one in right["articles"])
    assert [one["sum"] for one in told["sums"]] == ["prepaid"]
    in_county = call("problem", {"problem": "prepaid.gone", "place": "320302"})
    assert in_county["association"] == told["association"]
    elsewhere = call("problem", {"problem": "online.fake", "place": "深圳"})
    assert elsewhere["association"]["call"] == "0755-12315"


def test_a_third_question_leads_to_its_cards() -> None:
    question = call("problem", {"problem": "car.used"})["question"]
    assert {one["problem"] for one in question["options"]} == {"car.used.dealer", "car.used.private"}


def test_the_whole_tree_can_be_walked() -> None:
    danger, payment = call("list_problems", {})["questions"]
    groups = [danger["if_yes"], *payment["if_yes"], *payment["if_no"]]
    found = {
        card["problem"]
        for group in groups
        for card in call("list_problems", {"under": group["under"]})["problems"]
    }
    assert {"prepaid.gone", "food.spoiled", "wages.unpaid", "bank.fee"} <= found


def test_a_sum_asks_for_what_is_missing() -> None:
    asked = call("work_out", {"sum": "threefold"})
    assert list(asked["missing"]) == ["price"]
    assert [one["name"] for one in asked["questions"]] == ["price"]
    assert call("work_out", {"sum": "threefold", "answers": {"price": 120}})["answer"].startswith(
        "一共可以要求 620.00"
    )
    assert call("work_out", {"sum": "tenfold", "answers": {"price": "12", "is_paid_back": False}})[
        "answer"
    ].startswith("一共可以要求 1,012.00")


def test_who_begins_and_who_leads() -> None:
    directory.load(alliance.load(), by=PROGRAM, at=cast.TUESDAY)
    told = call("office", {"place": "商丘", "consumer_place": "徐州", "bought": "offline"})
    assert (told["route"]["home"], told["route"]["lead"]) == ("320300", "411400")
    assert told["association"]["name"]
    assert call("office", {"place": "北京"})["elsewhere"]["call"] == "010-12315"


def test_an_article_by_its_citation_or_its_words() -> None:
    [one] = call("article", {"citation": "《消费者权益保护法》第二十五条"})["articles"]
    assert one["source"]["standing"] == "in-force"
    assert one["page"].endswith("/law/consumer-rights-law/25/")
    assert call("article", {"citation": "预付卡 退款"})["articles"]
    assert call("article", {"citation": "消费者权益保护法第2500条"})["not_held"]
    assert call("article", {"citation": "计量法第4条"})["not_held"]


def test_the_last_day_of_a_limit() -> None:
    names = {one["name"] for one in call("due_day", {})["limits"]}
    assert "RETURN_WITHOUT_REASON" in names
    due = call("due_day", {"limit": "return-without-reason", "start": "2026-11-25"})
    assert due["due_on"] == "2026-12-02"


def test_a_draft_keeps_nothing_and_files_nothing() -> None:
    before = Case.objects.count(), Event.objects.count()
    story = "健身房关门了，卡里还有三千块。"
    made = call(
        "draft",
        {"problem": "prepaid.gone", "story": story, "place": "徐州", "paid": "3800", "day": "2026-11-03"},
    )
    assert [one["answer"] for one in made["paste"]][:1] == [story]
    assert "3,800.00" in str(made["paste"])
    assert story not in made["page"]
    assert "letter" in call("draft", {"problem": "food.spoiled", "story": "面包发霉了"})
    assert "paste" not in call("draft", {"problem": "wages.unpaid", "story": "老板欠我工资"})
    assert (Case.objects.count(), Event.objects.count()) == before


@pytest.mark.parametrize(
    ("goods", "wish", "said", "unsaid"),
    [
        (
            "冰箱",
            "退货",
            ("冰箱出现性能故障", "我的要求：退货。"),
            ("手机", "移动电话机", "请退货", "更换、"),
        ),
        ("手机", "换货", ("手机出现性能故障", "移动电话机"), ("部分商品修理", "电器（手机）")),
        ("", "", ("电器（手机）", "请退货（换货）。"), ("我的要求",)),
    ],
)
def test_a_letter_names_these_goods_and_one_wish(
    goods: str, wish: str, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    made = call("draft", {"problem": "devices.new", "story": "不制冷", "goods": goods, "wish": wish})
    assert [words for words in said if words not in made["letter"]] == []
    assert [words for words in unsaid if words in made["letter"]] == []
    assert bool(wish) == ("wishes" not in made)
    wanted = [one["answer"] for one in made["paste"] if one["ask"] == str(gettext("What you want"))]
    assert wanted == ([wish] if wish else [])


@pytest.mark.parametrize("number", ["11010519491231002X", "13800138000", "025-83212345"])
def test_numbers_of_the_person_are_taken_out_of_a_draft(number: str) -> None:
    made = call("draft", {"problem": "devices.new", "story": f"冰箱坏了，找我 {number}。3999 元"})
    assert number not in json.dumps(made)
    assert "***" in made["paste"][0]["answer"]
    assert "3999" in made["paste"][0]["answer"]
    assert made["hidden"]
    assert "hidden" not in call("draft", {"problem": "devices.new", "story": "冰箱坏了，3999 元"})


@pytest.mark.parametrize(
    ("words", "name", "said"),
    [
        ("退一赔三", "articles", "第五十五条"),
        ("合同法第五十二条", "doubtful", "已废止，看《民法典》"),
        ("食品安全法一百四十八条", "articles", "第一百四十八条"),
        ("《食品安全法》第三百条", "doubtful", "最后一条是第一百五十四条"),
        ("《民法典》第0条", "doubtful", "最后一条是第一千二百六十条"),
        ("完全没有的话", "not_held", "法律库"),
    ],
)
def test_an_article_that_is_asked_for_never_gets_an_empty_answer(words: str, name: str, said: str) -> None:
    assert said in json.dumps(call("article", {"citation": words})[name], ensure_ascii=False)


@pytest.mark.parametrize(
    ("sentence", "at"), [("健身房关门不退钱", 2), ("商家打我", 0), ("煤气味很大头晕", 0), ("燃气灶漏气", 0)]
)
def test_three_cards_at_most_and_a_danger_stands_first_where_it_fits_as_well(sentence: str, at: int) -> None:
    kinds = [one["kind"] for one in call("find_problem", {"sentence": sentence})["problems"]]
    assert len(kinds) <= 3
    assert kinds.index("urgent") == at


@pytest.mark.parametrize(
    ("named", "code"),
    [("徐州鼓楼区", "320300"), ("云龙区", "320300"), ("深圳", "440300"), ("鼓楼区", ""), ("朝阳区", "")],
)
def test_a_name_that_several_cities_have_is_asked_about(named: str, code: str) -> None:
    directory.load(alliance.load(), by=PROGRAM, at=cast.TUESDAY)
    if code:
        assert call("office", {"place": named})["place"]["code"] == code
        return
    with pytest.raises(Unfit, match=named):
        call("office", {"place": named})
    assert "place" not in call("find_problem", {"sentence": f"{named}健身房关门了"})


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("find_problem", {"sentence": 12}, "sentence"),
        ("work_out", {"sum": "threefold", "answers": {"price": [1]}}, "数字"),
        ("draft", {"problem": "devices.new", "story": "坏了", "paid": [1]}, "数字"),
    ],
)
def test_a_kind_that_does_not_fit_is_named(name: str, given: Any, said: str) -> None:
    with pytest.raises(Unfit, match=said):
        call(name, given)


def test_every_argument_is_described_in_the_language_of_the_answers() -> None:
    for tool in TOOLS.values():
        for row in tool.schema["properties"].values():
            assert any("\u4e00" <= char <= "\u9fff" for char in row["description"])


STRANGE: tuple[Any, ...] = (
    "a" * (LONG + 1),
    "\ud800",
    "a\x00b",
    ["a"],
    {"a": 1},
    True,
    "\u202e反过来 <script> ' OR 1=1 --",
    10**400,
    float("nan"),
)


@pytest.mark.parametrize("name", TOOLS)
@pytest.mark.parametrize("strange", STRANGE, ids=lambda one: ascii(one)[:12])
def test_whatever_is_given_gets_an_answer_or_a_sentence(name: str, strange: Any) -> None:
    for argument in TOOLS[name].takes:
        given = {"problem": "prepaid.gone", "story": "坏了", "sum": "prepaid", "start": "2026-11-25"}
        known = {key: value for key, value in given.items() if key in TOOLS[name].takes}
        answer: Any = {}
        with suppress(Unfit):
            answer = call(name, known | {argument: strange})
        json.dumps(answer, ensure_ascii=False).encode()


def test_what_nobody_knows_is_refused_in_a_sentence() -> None:
    for name, given in (
        ("file", {}),
        ("problem", {"problem": "x"}),
        ("problem", {"id": "x"}),
        ("office", {}),
    ):
        with pytest.raises(Unfit):
            call(name, given)


def test_a_tool_that_would_write_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    directory.load(alliance.load(), by=PROGRAM, at=cast.TUESDAY)

    def writes(_given: Given) -> dict[str, Any]:
        return {"changed": Organisation.objects.filter(key="alliance").update(phone="1")}

    monkeypatch.setitem(TOOLS, "office", replace(TOOLS["office"], run=writes))
    with pytest.raises(WritesError):
        call("office", {"place": "徐州"})


READ = {  # what the guide has a read-only role for
    *(
        "members_organisation",
        "members_place_alias",
        "record_holidaynotice",
        "kit_data_version",
        "kit_demo_day",
    ),
    *("education_law_text", "education_law_text_article"),
}


def test_they_read_what_is_public_and_no_other_table() -> None:
    directory.load(alliance.load(), by=PROGRAM, at=cast.TUESDAY)
    loaded = LawText.objects.create(
        statute="consumer-rights-law",
        title="消费者权益保护法",
        dated_on=date(2013, 10, 25),
        source_name="a.txt",
        sha256="0" * 64,
        loaded_at=cast.TUESDAY,
        loaded_by="system:tests",
    )
    loaded.articles.create(position=1, key="25", words="第二十五条 七日内退货。")
    with CaptureQueriesContext(connection) as asked:
        call("find_problem", {"sentence": "健身房关门了"})
        call("problem", {"problem": "prepaid.gone", "place": "徐州"})
        call("office", {"place": "370881", "consumer_place": "320300"})
        call(
            "work_out", {"sum": "seven-days", "answers": {"what": "online", "day": clock.today().isoformat()}}
        )
        call("due_day", {"limit": "RETURN_WITHOUT_REASON", "start": "2026-11-25"})
        official = call("article", {"citation": "消费者权益保护法第25条"})["articles"][0]["official"]
        call("draft", {"problem": "prepaid.gone", "story": "关门了", "place": "徐州"})
    assert official == ["第二十五条 七日内退货。"]
    tables = {name for row in asked for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', row["sql"])}
    assert tables <= READ
    assert {"members_organisation", "education_law_text_article"} <= tables
