"""Whatever can be wrong with a plan or a file has a sentence, and says where."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation

from huaihai.supervision.grading import lint as linting
from huaihai.supervision.grading import plan
from huaihai.supervision.grading.shape import Problem
from huaihai.supervision.grading.tests import kettles, planted, test_plan
from huaihai.supervision.testing import wording
from huaihai.supervision.testing.wording import NOUNS, PARTS

GRADING = Path(linting.__file__).parent
QUOTED = re.compile(r'"([a-z]+(?:-[a-z0-9]+)+|missing)"')


@cache
def found() -> list[Problem]:
    """Everything that the tests of plans and files make wrong."""
    problems = plan.problems({})
    for change, _code, _place in test_plan.WRONG:
        made = test_plan.planned()
        change(made)
        problems += plan.problems(made)
    for name in planted.PLANTED:
        problems += linting.lint(planted.with_errors(name))
    return problems


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    said = {
        code
        for path in [*GRADING.glob("*.py"), *GRADING.glob("linting/*.py")]
        for code in QUOTED.findall(path.read_text(encoding="utf-8"))
    }
    unsaid = set(wording.SENTENCES) - said
    assert not unsaid
    assert {problem.code for problem in found()} <= set(wording.SENTENCES)


def test_every_problem_is_said_whole() -> None:
    problems = found()
    assert len({problem.code for problem in problems}) > 70
    for problem in problems:
        sentence = wording.sentence(problem)
        assert "%(" not in sentence
        assert sentence[-1] in "。.", sentence


@pytest.mark.parametrize(
    ("problem", "zh", "en"),
    [
        (
            Problem("not-number", "items.i3.weight", {"found": "ten", "called": "沸腾时间"}),
            "项目“沸腾时间”，权重：“ten”不是数。请写成 12.5 这样。",
            "item “沸腾时间”, weight: “ten” is no number. Please write it like 12.5.",
        ),
        (
            Problem("weights-not-100", "items", {"total": "95"}),
            "权重合计是 95，应为 100。",
            "The weights add up to 95, not to 100.",
        ),
        (
            Problem("not-whole", "samples.main", {"least": "1", "most": "20"}),
            "主样件数：请写 1 到 20 之间的整数。",
            None,
        ),
        (
            Problem("plan-hash", "plans.2.hash"),
            "方案第 2 版，指纹：方案与登记的不是同一份：指纹对不上。",
            None,
        ),
        (
            Problem("rank-wrong", "results.p01.rank", {"found": "2", "wanted": "1"}),
            "“p01”的结果，名次：按等级和总分，应为 1，不是 2。",
            None,
        ),
        (
            Problem(
                "readings-missing",
                "p01.boil",
                {"product": "p01", "item": "沸腾时间", "got": "2", "wanted": "3"},
            ),
            "p01，沸腾时间：应有 3 个读数，现有 2 个。",
            "p01, 沸腾时间: 3 readings are needed, 2 are there.",
        ),
    ],
)
def test_a_sentence_says_where_and_what(problem: Problem, zh: str, en: str | None) -> None:
    with translation.override("zh-hans"):
        assert wording.sentence(problem) == zh
    if en:
        with translation.override("en"):
            assert wording.sentence(problem) == en


def test_every_part_of_a_plan_has_a_word() -> None:
    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(names, value.values()))
        return set().union(*map(names, value)) if isinstance(value, list) else set()

    assert names(kettles.PLAN) <= set(PARTS) | set(NOUNS)
