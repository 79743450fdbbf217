"""Days, moments and sizes as people say them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from huaihai.kit import local_words, spoken
from huaihai.kit.clock import ZONE

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("language", "when", "said"),
    [
        ("zh-hans", date(2026, 12, 9), "12 月 9 日"),
        ("zh-hans", date(2027, 1, 4), "2027 年 1 月 4 日"),
        ("en", date(2026, 12, 9), "9 December"),
        ("en", date(2027, 1, 4), "4 January 2027"),
    ],
)
def test_the_year_is_said_only_when_it_is_another(language: str, when: date, said: str) -> None:
    with translation.override(language):
        assert spoken.day(when, today=TODAY) == said


def test_a_moment_is_told_in_shanghai_time() -> None:
    with translation.override("zh-hans"):
        assert spoken.moment(datetime(2026, 11, 24, 20, 31, tzinfo=UTC), today=TODAY) == "11 月 25 日 04:31"


def test_a_moment_of_today_says_so() -> None:
    with translation.override("en"):
        assert spoken.moment(datetime(2026, 11, 26, 9, 12, tzinfo=ZONE), today=TODAY) == "today 09:12"


def test_only_english_sentences_have_a_space_between_them() -> None:
    with translation.override("zh-hans"):
        assert spoken.run_on(["查好了。", "", "没有问题。"]) == "查好了。没有问题。"
    with translation.override("en"):
        assert spoken.run_on(["It is checked.", "Nothing is wrong."]) == "It is checked. Nothing is wrong."


def test_weekdays_are_named() -> None:
    with translation.override("zh-hans"):
        assert spoken.day_of_week(TODAY) == "星期四"
    with translation.override("en"):
        assert spoken.day_of_week(TODAY) == "Thursday"


@pytest.mark.parametrize(
    ("size", "said"), [(420_000, "420 kB"), (3_400_000, "3.4 MB"), (25_000_000, "25 MB")]
)
def test_sizes_are_told_as_phones_tell_them(size: int, said: str) -> None:
    assert spoken.file_size(size) == said


def test_names_from_data_follow_the_reader() -> None:
    with translation.override("zh-hans"):
        assert local_words.place("枣庄") == "枣庄"
        assert local_words.count_word(10) == "十"
    with translation.override("zh-hant"):
        assert local_words.place("枣庄") == "棗莊"
    with translation.override("en"):
        assert local_words.place("枣庄") == "Zaozhuang"
        assert local_words.count_word(10) == "10"


def test_signing_is_no_slip_of_bamboo_in_traditional_characters() -> None:
    with translation.override("zh-hant"):
        assert local_words.in_script("三家会签，已签过字，贴标签") == "三家會簽，已簽過字，貼標籤"
        assert local_words.in_script("记一笔冲正，没有冲突") == "記一筆沖正，沒有衝突"
