"""Citations as people and programs write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.law.library import held
from huaihai.law.library.citations import articles_of, find, missing
from huaihai.law.library.numerals import LARGEST, to_chinese, to_int
from tests.effort import examples

NUMBERS = st.integers(min_value=1, max_value=LARGEST)


def told(text: str) -> list[tuple[str, list[int]]]:
    return [(place.statute, [number for number, _branch in place.numbers]) for place in find(text)]


@settings(max_examples=examples(100, long=2000))
@given(NUMBERS)
def test_a_number_written_and_read_is_the_same(number: int) -> None:
    assert to_int(to_chinese(number)) == number


@settings(max_examples=examples(100, long=2000))
@given(NUMBERS, st.sampled_from(["第{}条", "第 {} 条", "第{}条第一款第二项", "第{}条：可以退货"]))
def test_an_article_is_found_whichever_way_its_number_is_written(number: int, written: str) -> None:
    for said in (to_chinese(number), str(number)):
        assert told(f"《民法典》{written.format(said)}") == [("civil-code", [number])]


@pytest.mark.parametrize(
    ("text", "number"),
    [("二〇三", 203), ("一百一", 101), ("十", 10), ("两百零五", 205), ("一千零一十", 1010)],
)
def test_looser_numerals_are_read_too(text: str, number: int) -> None:
    assert to_int(text) == number


@pytest.mark.parametrize("text", ["", "x", "-3", "三a"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        to_int(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《消费者权益保护法》第二十五条", [("consumer-rights-law", [25])]),
        ("消费者权益保护法第25条第1款", [("consumer-rights-law", [25])]),
        ("中华人民共和国消费者权益保护法第 25 条", [("consumer-rights-law", [25])]),
        ("消法25，可以退", [("consumer-rights-law", [25])]),
        ("《消法》第25条", [("consumer-rights-law", [25])]),
        ("法释〔2025〕4号第十四条至第十六条", [("prepaid-interpretation", [14, 15, 16])]),
        ("法释[2025]4号第14条", [("prepaid-interpretation", [14])]),
        ("民法典第201至203条（计算方法）", [("civil-code", [201, 202, 203])]),
        ("侵害消费者权益行为处罚办法第8、9、10条", [("penalties-measures", [n]) for n in (8, 9, 10)]),
        ("法释〔2025〕4号第十八条至第二十条、第二十二条", [
            ("prepaid-interpretation", [18, 19, 20]), ("prepaid-interpretation", [22])]),
        ("《民事诉讼法》第二百零五条和《人民调解法》第三十三条：自", [
            ("civil-procedure-law", [205]), ("mediation-law", [33])]),
        ("《市场监督管理投诉举报处理办法》（121 号令，2026 年 4 月 15 日起施行）第十六条第一款第二项", [
            ("order-121", [16])]),
        ("20号令第21条；121 号令第 23 条", [("order-20", [21]), ("order-121", [23])]),
        ("参照121号令第16条第1款第5项", [("order-121", [16])]),
        ("消费者权益保护法实施条例第19条", [("consumer-rights-regulation", [19])]),
        ("浙江省实施《中华人民共和国消费者权益保护法》办法第31条", [("zhejiang-measures", [31])]),
        ("消协315平台个案公示规则", [("platform-315", [])]),
        ("GB32100 和 GB/T 2260", [("credit-code-standard", []), ("place-code-standard", [])]),
    ],
)  # fmt: skip
def test_citations_are_found_as_people_write_them(text: str, expected: list[tuple[str, list[int]]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text", ["", "第二十五条", "食品安全法实施条例第3条", "计量法第40条", "2120号令第3条", "七天可以退货"]
)
def test_what_the_library_does_not_hold_is_no_citation(text: str) -> None:
    assert find(text) == []


def test_a_year_behind_a_name_is_no_article() -> None:
    assert told("消法2013年修订") == [("consumer-rights-law", [])]


def test_a_run_that_is_too_long_names_its_ends_only() -> None:
    assert told("民法典第1条至第1260条") == [("civil-code", [1]), ("civil-code", [1260])]


@settings(max_examples=examples(60, long=2000))
@given(st.text(alphabet="《》民法典消第条至、0123二十百零款项（）号令 ", max_size=40))
def test_any_text_is_read_to_its_end_and_places_never_overlap(text: str) -> None:
    ends = 0
    for place in find(text):
        assert ends <= place.start < place.end <= len(text)
        ends = place.end


def test_articles_of_a_place_are_those_held_and_the_others_are_named() -> None:
    (place,) = find("消费者权益保护法第23至31条")
    assert [article.number for article in articles_of(place)] == [23, 24, 25, 26, 27, 28, 29]
    assert missing(place) == (30, 31)


def test_a_run_that_was_read_as_one_answers_for_each_of_its_articles() -> None:
    (place,) = find("上海市消费者权益保护条例第57条")
    (article,) = articles_of(place)
    assert article.zh == "第五十五条至第六十条"
    assert (
        held()["shanghai-regulation"].citation(article) == "《上海市消费者权益保护条例》第五十五条至第六十条"
    )
