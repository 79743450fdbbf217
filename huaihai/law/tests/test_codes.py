"""Places of GB/T 2260 and unified social credit codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from huaihai.law.credit_code import ALPHABET, check, check_character, normalise
from huaihai.law.errors import BadCreditCode, UnknownPlace
from huaihai.law.places import counties_of, current, place

TEN_CITIES = (
    "320300",
    "320700",
    "321300",
    "370800",
    "370400",
    "371700",
    "371300",
    "411400",
    "340600",
    "341300",
)
VALID = (
    "91110000600037341L",
    "91320300MA1NABCD7M",
    "92371300MA3TEQ129K",
    "5132030050912345XH",
    "91341300MA2RKLMNXF",
)


def test_two_four_and_six_digits_name_a_place() -> None:
    assert place("32").name == "江苏省"
    assert place("3203") == place("320300")
    assert place("320302").full_name == "江苏省徐州市鼓楼区"
    assert [place(code).level for code in ("32", "3203", "320302")] == ["province", "city", "county"]


def test_headings_of_the_code_table_are_not_said() -> None:
    assert place("110101").full_name == "北京市东城区"
    assert place("419001").full_name == "河南省济源市"
    assert place("500229").full_name == "重庆市城口县"


def test_the_statistical_district_belongs_to_its_city() -> None:
    assert place("320301").city_code == "320300"


def test_the_ten_cities_have_77_counties() -> None:
    assert sum(len(counties_of(city)) for city in TEN_CITIES) == 77


def test_every_province_is_known() -> None:
    numbers = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82"
    assert len({place(code).name for code in numbers.split()}) == 34


@pytest.mark.parametrize(
    ("code", "successor"),
    [("320323", "320312"), ("370882", "370812"), ("371727", "371703"), ("320304", "320300")],
)
def test_an_abolished_code_is_known_and_leads_on(code: str, successor: str) -> None:
    assert place(code).abolished_in
    assert current(code).code == successor


@pytest.mark.parametrize("code", ["", "3", "999999", "32030", "３２０３", "徐州", "320371", "3203021"])
def test_a_code_nobody_knows_is_refused(code: str) -> None:
    with pytest.raises(UnknownPlace, match="unknown place"):
        place(code)


@pytest.mark.parametrize("code", VALID)
def test_a_right_credit_code_passes_with_its_inner_code(code: str) -> None:
    found = check(code)
    assert found.organisation_check_is_right
    assert found.region


def test_a_credit_code_is_read_as_people_type_it() -> None:
    assert check(" ９1320300-ma1nabcd7m ").text == "91320300MA1NABCD7M"
    assert normalise("a　b\tc") == "ABC"


def test_a_credit_code_tells_who_and_where() -> None:
    found = check("92371300MA3TEQ129K")
    assert found.kind == ("个体工商户", "sole trader")
    assert found.region
    assert found.region.name == "临沂市"


@pytest.mark.parametrize(
    ("code", "reason", "words"),
    [
        ("", "empty", "还没有填写"),
        ("91320300MA1NABCD7", "length", "现在是17位"),
        ("91320300MA1NABCDIM", "letter", "是不是1"),
        ("91320300MA1NABC?7M", "letter", "不是数字或者字母"),
        ("91320300MA1NABCD7N", "check-digit", "逐位核对"),
    ],
)
def test_a_wrong_credit_code_says_what_is_wrong(code: str, reason: str, words: str) -> None:
    with pytest.raises(BadCreditCode) as caught:
        check(code)
    assert caught.value.reason == reason
    assert words in caught.value.zh


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_check_characters_agree_with_stdnum(body: str) -> None:
    assert check_character(body) == uscc.calc_check_digit(body)


@given(st.sampled_from(VALID), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(code: str, position: int, char: str) -> None:
    wrong = code[:position] + char + code[position + 1 :]
    if wrong == code:
        assert check(wrong).text == code
        return
    with pytest.raises(BadCreditCode):
        check(wrong)
