"""The lessons as files: their heads, their readers, and that every number stands on something that was read."""

import re
from collections import Counter
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from huaihai.education.lessons import texts
from huaihai.education.lessons.texts import LessonText
from huaihai.education.markup import plain_text
from huaihai.law.library.citations import articles_of, find
from huaihai.law.library.numerals import to_int
from huaihai.law.library.reading import held
from huaihai.law.sureness import Sureness

FEWEST = 44
SHORTEST, LONGEST = 450, 800  # characters that are read aloud
MOST_SHARED = 0.6
NUMBER = re.compile(
    r"(?P<number>\d+|[零〇一二三四五六七八九十百千两]+)\s*(?P<unit>个工作日|个?小时|个?月(?!饼)|天|日(?!游)|年|倍|元|块|%|折|岁)"
)
SAME = {"日": "天", "块": "元", "个小时": "小时", "个月": "月"}
NAMES = ("一日游",)
TELEPHONES = {"110", "120", "12315", "12345"}
WEAK = {
    Sureness.COPY: "转载",
    Sureness.UNCONFIRMED: "待确认",
}  # the words that must stand beside such an article

GOOD = """+++
title = "一课"
date = 2026-11-26
summary = "一句话。"
source = "消费者权益保护法"
mark = "law"
basis = ["《消费者权益保护法》第二十五条：七天"]
stages = ["elder"]
months = [11]
season = "double-11"
topics = ["S02"]
[question]
ask = "问什么？"
choices = ["甲", "乙"]
answer = 1
why = "因为。"
+++
正文。
"""


@cache
def lessons() -> tuple[LessonText, ...]:
    return tuple(texts.read_all())


def spoken(lesson: LessonText) -> str:
    return plain_text(lesson.body, is_marked_up=True).replace("\n", "")


def numbers(words: str) -> set[tuple[int, str]]:
    for name in NAMES:
        words = words.replace(name, "")
    found = NUMBER.finditer(words)
    return {(to_int(one["number"]), SAME.get(one["unit"], one["unit"])) for one in found}


def pairs(words: str) -> frozenset[str]:
    letters = re.sub(r"\W", "", words)
    return frozenset(a + b for a, b in pairwise(letters))


def test_there_are_lessons_enough_for_every_stage_of_life_and_every_month() -> None:
    by_stage = Counter(stage for lesson in lessons() for stage in lesson.stages)
    by_month = Counter(month for lesson in lessons() for month in lesson.months)
    assert len(lessons()) >= FEWEST
    assert all(by_stage[stage] >= 2 for stage in texts.STAGES), by_stage
    assert all(by_month[month] >= 2 for month in range(1, 13)), by_month


def test_every_lesson_can_be_read_aloud_in_a_few_minutes() -> None:
    lengths = {lesson.slug: len(spoken(lesson)) for lesson in lessons()}
    assert {slug: long for slug, long in lengths.items() if not SHORTEST <= long <= LONGEST} == {}
    for lesson in lessons():
        assert not re.search(r"https?:|www\.|\]\(|\||\d[（(]\d", lesson.body), lesson.slug
        assert lesson.body.count("**") % 2 == 0, lesson.slug


def test_no_two_lessons_read_alike() -> None:
    seen = {lesson.slug: pairs(spoken(lesson)) for lesson in lessons()}
    alike = [
        (a, b)
        for (a, of_a), (b, of_b) in combinations(seen.items(), 2)
        if len(of_a & of_b) > MOST_SHARED * min(len(of_a), len(of_b))
    ]
    assert alike == []
    titles = Counter(lesson.title for lesson in lessons())
    assert max(titles.values()) == 1


def test_every_number_and_telephone_of_a_lesson_stands_in_its_basis() -> None:
    for lesson in lessons():
        basis = " ".join(lesson.basis)
        said = numbers(spoken(lesson) + lesson.summary + lesson.question.why + lesson.title)
        assert said <= numbers(basis), lesson.slug
        figures = set(re.findall(r"\d{3,}", spoken(lesson)))
        assert figures - TELEPHONES <= set(re.findall(r"\d{3,}", basis)), lesson.slug


def test_every_basis_names_what_the_law_library_holds_and_admits_what_is_not_sure() -> None:
    for lesson in lessons():
        assert any(map(find, lesson.basis)), lesson.slug
        for line in lesson.basis:
            known = _sureness_of_what_it_names(line.split("：")[0])
            assert known or "《" not in line, (lesson.slug, line)
            for sureness, word in WEAK.items():
                assert sureness not in known or word in line or lesson.mark is sureness, (lesson.slug, line)


def _sureness_of_what_it_names(head: str) -> set[Sureness]:
    """How well each article is known that stands before the colon; a source without numbers counts as a whole."""
    known: set[Sureness] = set()
    for place in find(head):
        articles = articles_of(place)
        known |= {article.sureness for article in articles}
        if place.is_whole and not held()[place.statute].has_numbers:
            known.add(held()[place.statute].sureness)
    return known


def test_right_answers_stand_in_every_place_and_cannot_be_told_by_their_length() -> None:
    questions = [lesson.question for lesson in lessons()]
    places = Counter(question.answer for question in questions)
    assert all(places[place] * 5 >= len(questions) for place in range(3)), places
    for extreme in (min, max):
        told = [one for one in questions if extreme(one.choices, key=len) == one.choices[one.answer]]
        assert len(told) * 2 <= len(questions)


FAULTS = [
    ("+++\ntitle", "title", "between two lines"),
    ('stages = ["elder"]', 'stages = ["granny"]', "granny"),
    ("months = [11]", "months = [13]", "13"),
    ("months = [11]", "months = [5]", "no month of the season"),
    ('season = "double-11"', 'season = "harvest"', "harvest"),
    ('topics = ["S02"]', 'topics = ["N01"]', "N01"),
    ("answer = 1", "answer = 2", "no choice has the place 2"),
    ("answer = 1", "answer = true", "True"),
    ('choices = ["甲", "乙"]', 'choices = ["甲", "甲"]', "twice"),
    ('mark = "law"', 'mark = "sure"', "sure"),
    ('why = "因为。"', "", "no why"),
    ('title = "一课"', 'titel = "一课"', "no title"),
    ("一句话。", "一" * 61, "longer than 60"),
    ("date = 2026-11-26", 'date = "2026"', "not a day"),
    ("正文。", "", "no text"),
    ("[question]", "[question", "TOML|Expected"),
]


def test_a_good_file_is_read_as_it_stands_and_a_fault_is_told_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "some-lesson.md"
    path.write_text(GOOD, encoding="utf-8")
    lesson = texts.read(path)
    found = (lesson.slug, lesson.months, lesson.season, lesson.body)
    assert found == ("some-lesson", (11,), "double-11", "正文。")
    assert lesson.question.choices[lesson.question.answer] == "乙"
    for was, becomes, fault in FAULTS:
        path.write_text(GOOD.replace(was, becomes), encoding="utf-8")
        with pytest.raises(ValueError, match=rf"(?s)^some-lesson\.md: .*(?:{fault})"):
            texts.read(path)
