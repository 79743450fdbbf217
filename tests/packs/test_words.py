"""The words of a country: what is missing is named, sums have its decimals, texts of the program take its words."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.utils import translation

from huaihai.kit import country, money_field, spoken
from huaihai.packs import COUNTRIES, digits, words
from huaihai.packs.checking import check
from huaihai.packs.words import CITED, WORDS

CHINA: Final = COUNTRIES / "china"


def changed(folder: Path, old: str, new: str) -> None:
    path = folder / words.FILE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CHINA, tmp_path / "china"))


def lines_without(name: str, text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith(f"{name} ="))


@pytest.mark.parametrize("name", [*WORDS, *CITED, "code", "decimals", "mobile", "hidden"])
def test_a_word_that_is_missing_is_named_in_two_languages(name: str, copied: Path) -> None:
    path = copied / words.FILE
    path.write_text(lines_without(name, path.read_text(encoding="utf-8")), encoding="utf-8")
    found = [flaw for flaw in check(copied) if flaw.file == words.FILE]
    assert found
    assert all(f"{name} is missing" in one.en_why and f"{name}：" in one.zh_why for one in found)
    assert all(one.stops for one in found)


@pytest.mark.parametrize(
    ("old", "new", "en"),
    [
        ("decimals = 2", "decimals = 9", "money.decimals cannot be “9”; put a number from 0 to 4"),
        ('mobile = "1[3-9]', 'mobile = "(1[3-9]', "telephone.mobile cannot be"),
        ('check = "gb32100"', 'check = "gb3210"', "is gb32100 meant?"),
        ('example = "11010519491231002X"', 'example = "110105194912310021"', "person_number.example is"),
        ('en = "yuan"', 'eng = "yuan"', "money.en is missing"),
    ],
)
def test_what_does_not_fit_is_named(old: str, new: str, en: str, copied: Path) -> None:
    changed(copied, old, new)
    assert any(en in flaw.en_why for flaw in check(copied))


@pytest.fixture
def with_decimals(
    monkeypatch: pytest.MonkeyPatch, copied: Path, request: pytest.FixtureRequest
) -> Iterator[None]:
    changed(copied, "decimals = 2", f"decimals = {request.param}")
    monkeypatch.setattr(words, "country_folder", lambda: copied)
    yield
    words.of.cache_clear()


@pytest.mark.parametrize(
    ("with_decimals", "figures", "typed", "smallest"),
    [
        (0, "1,240,050", "1,240,050", 1240050),
        (2, "12,400.50", "¥12,400.5", 1240050),
        (3, "1,240.050", "1240.05", 1240050),
    ],
    indirect=["with_decimals"],
)
@pytest.mark.usefixtures("with_decimals")
def test_sums_are_written_and_read_with_the_countrys_decimals(
    figures: str, typed: str, smallest: int
) -> None:
    assert spoken.figures(smallest) == figures
    assert money_field.read(typed) == smallest
    assert money_field.read(figures) == smallest
    assert spoken.figures(-smallest) == f"-{figures}"


@pytest.mark.parametrize("with_decimals", [0], indirect=True)
@pytest.mark.usefixtures("with_decimals")
def test_a_currency_without_decimals_takes_none() -> None:
    assert money_field.read("12.5") is None
    with translation.override("en"):
        assert spoken.money(268) == "268 yuan"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "请填写信用代码。"),
        ("zh-hant", "請填寫信用代碼。"),
        ("en", "Please write the credit code."),
    ],
)
def test_a_text_of_the_program_takes_the_countrys_words(language: str, said: str) -> None:
    with translation.override(language):
        assert country.gettext("Please write the {business_code_short}.") == said


def test_a_capital_begins_the_word_and_other_braces_stay() -> None:
    with translation.override("en"):
        assert country.filled("{Regulator} {regulator} {when}") == "Market regulator market regulator {when}"


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        ("gb32100", "91320300MA1ABCDE0N", "91320300MA1ABCDE0M"),
        ("gb11643", "11010519491231002X", "110105194912310021"),
        ("luhn", "79927398713", "79927398714"),
        ("iso7064", "GB82WEST12345698765432"[4:] + "GB82", "WEST12345698765433GB82"),
        ("none", "x", ""),
    ],
)
def test_each_rule_of_a_check_digit_tells_a_slip(rule: str, right: str, wrong: str) -> None:
    assert digits.RULES[rule](right)
    assert not digits.RULES[rule](wrong)
