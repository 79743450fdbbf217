"""The way through a questionnaire, what a plan lacks, and how answers are read. No database."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai import alliance
from huaihai.supervision.surveying import faults as surveying_faults
from huaihai.supervision.surveying import plan as surveying_plan
from huaihai.supervision.surveying import reading
from huaihai.supervision.surveying.faults import Fault, faults
from huaihai.supervision.surveying.plan import Wording
from huaihai.supervision.surveying.questionnaire import Question, of_plan
from huaihai.supervision.surveying.reading import Unreadable, from_words
from huaihai.supervision.surveying.tests.survey_cast import plan

ASKED = of_plan(plan())
SEVERAL, SCALE, NUMBER = (ASKED.by_key[key] for key in ("what", "pleased", "spent"))


def test_a_rule_leads_past_what_does_not_matter_drops_what_was_answered_there_or_out() -> None:
    said = {"city": "xz", "sex": "f", "bought": "no"}
    assert [one.key for one in ASKED.asked(said)] == ["city", "sex", "bought", "wish"]
    more = [one.key for one in ASKED.asked(said | {"bought": "yes"})]
    assert more[3:] == ["pleased", "what", "spent", "wish"]
    assert ASKED.kept(said | {"pleased": "5", "wish": "x"}) == said | {"wish": "x"}
    assert ASKED.way({"city": "else"})[1] == "out"


@pytest.mark.parametrize(
    "measure", [surveying_plan.SATISFACTION, surveying_plan.VISITORS, surveying_plan.OWN]
)
def test_a_plan_to_begin_with_lacks_at_most_who_is_asked(measure: str) -> None:
    found = faults(surveying_plan.plan(measure, alliance.load()))

    assert {fault.code for fault in found} <= {"sample not told"}


def test_the_standards_are_a_poll_on_one_screen_and_the_three_parts_of_the_national_measure() -> None:
    asked = of_plan(surveying_plan.plan(surveying_plan.VISITORS, alliance.load()))
    assert (len(asked.questions), len(asked.pages)) == (2, 1)
    score = surveying_plan.plan(surveying_plan.SATISFACTION, alliance.load())["score"]
    assert [part["name"] for part in score["parts"]] == ["消费供给", "消费环境", "消费维权"]


def changed(name: str, **facts: Any) -> dict[str, Any]:
    held = plan()
    next(row for row in held["questions"] if row["key"] == name).update(facts)
    return held


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({}, "no questions"),
        (plan(sample={}), "no sample"),
        (plan(sample={"kind": "open", "how": " "}), "sample not told"),
        (plan(least=3), "least"),
        (plan(trim={"low": "2", "high": "3"}), "trim"),
        (changed("sex", key="city"), "key"),
        (changed("sex", key="Ä"), "key"),
        (changed("sex", text=" "), "no words"),
        (changed("sex", choices=[{"key": "f", "text": "女"}]), "choices"),
        (changed("sex", choices=[{"key": "f", "text": "女"}, {"key": "f", "text": "男"}]), "choice key"),
        (changed("pleased", choices=[{"key": "a", "text": "好"}, {"key": "2", "text": "差"}]), "steps"),
        (changed("what", group=True), "no group"),
        (changed("spent", min="9", max="1"), "bounds"),
        (changed("bought", rules=[{"is": ["maybe"], "to": "wish"}]), "rule without answer"),
        (changed("bought", rules=[{"is": ["no"], "to": "city"}]), "rule leads back"),
        (changed("city", rules=[{"is": ["else"], "to": "sex"}]), "rule into a page"),
        (plan(quotas=[{"when": {"sex": "x"}, "most": 5}]), "quota answer"),
        (plan(quotas=[{"when": {"sex": "f"}, "most": 0}]), "quota number"),
        (plan(targets=[{"question": "sex", "shares": {"f": "1"}, "source": "x"}]), "target answers"),
        (
            plan(targets=[{"question": "sex", "shares": {"f": "0.5", "m": "0.4"}, "source": "x"}]),
            "target sum",
        ),
        (plan(targets=[{"question": "sex", "shares": {"f": "0.5", "m": "0.5"}}]), "target source"),
        (plan(targets=[{"question": "gone", "shares": {}, "source": "x"}]), "target question"),
    ],
)
def test_each_fault_of_a_plan_is_found(wrong: dict[str, Any], code: str) -> None:
    assert code in {fault.code for fault in faults(wrong)}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"parts": [[]]}, "score part"),
        ({"parts": [[{"question": "sex"}]]}, "score question"),
        ({"parts": [[{"question": "gone"}]]}, "score question"),
        ({"points": {"1": "0", "2": "100"}}, "score points"),
    ],
)
def test_a_score_that_would_count_something_else_is_found(changed: dict[str, Any], code: str) -> None:
    score = {
        "points": {str(step): str(25 * (step - 1)) for step in range(1, 6)},
        "parts": [[{"question": "pleased", "weight": "1"}]],
    }

    def found(**parts: Any) -> list[Fault]:
        held = score | parts
        named = [{"key": "a", "name": "供给", "weight": "1", "items": items} for items in held["parts"]]
        return list(faults(plan(score=held | {"parts": named})))

    assert found() == []
    assert [fault.code for fault in found(**changed)] == [code]
    assert all(surveying_faults.fault_words(fault, plan()) for fault in found(**changed))


@given(
    st.dictionaries(
        st.sampled_from([one.key for one in ASKED.questions]),
        st.sampled_from(["yes", "no", "xz", "else", "3"]),
    )
)
def test_every_way_ends_and_only_asked_answers_are_kept(said: dict[str, str]) -> None:
    passed, end = ASKED.way(said)

    assert end in ("end", "out")
    assert list(passed) == sorted(set(passed))
    assert set(ASKED.kept(said)) <= {one.key for one in ASKED.asked(said)}


@pytest.mark.parametrize(
    ("question", "words", "answer"),
    [
        (SEVERAL, "1 3", ["food", "phone"]),
        (SEVERAL, "食品┋手机", ["food", "phone"]),
        (SEVERAL, "手机,食品", ["food", "phone"]),
        (SEVERAL, "A、C", ["food", "phone"]),
        (SEVERAL, "都没有", ["nothing"]),
        (SEVERAL, "(跳过)", None),
        (SCALE, "4", "4"),
        (SCALE, "很好", "5"),
        (SCALE, "说不清", "none"),
        (SCALE, "６", "none"),
        (NUMBER, "1,280.50", "1280.5"),
        (NUMBER, "３００", "300"),
        (NUMBER, "", None),
    ],
)
def test_what_paper_and_other_services_write_is_understood(
    question: Question, words: str, answer: Any
) -> None:
    assert from_words(question, words) == answer


@pytest.mark.parametrize(
    ("question", "words", "why"),
    [
        (SEVERAL, "1 2 3", "most"),
        (SEVERAL, "1 4", "alone"),
        (SEVERAL, "9", "choice"),
        (SCALE, "1 2", "several"),
        (SCALE, "gut", "choice"),
        (NUMBER, "viel", "number"),
        (NUMBER, "100001", "bounds"),
        (NUMBER, "1e9", "number"),
        (ASKED.by_key["wish"], "x" * 501, "long"),
    ],
)
def test_what_is_no_answer_says_why(question: Question, words: str, why: str) -> None:
    with pytest.raises(Unreadable) as caught:
        from_words(question, words)

    assert caught.value.why == why


def test_a_column_of_ticks_is_read() -> None:
    assert [reading.means_ticked(words) for words in ("1", "0", "", "是", "√", "vielleicht")] == [
        True, False, False, True, True, None,
    ]  # fmt: skip


class TestEdits:
    def test_a_new_question_comes_last_moves_up_and_goes_with_all_that_hangs_on_it(self) -> None:
        asked = Wording("single", "还来吗？", lines=["来", "不来"])
        made = surveying_plan.with_question(plan(), "q1", asked)
        choices = [(one["key"], one["text"]) for one in made["questions"][-1]["choices"]]
        assert choices == [("c1", "来"), ("c2", "不来")]
        moved = surveying_plan.moved_up(plan(), "spent")
        assert [row["key"] for row in moved["questions"]][4:6] == ["spent", "what"]
        gone = surveying_plan.without_question(plan(), "sex")
        assert gone["quotas"] == gone["targets"] == []
        unruled = surveying_plan.without_question(plan(), "wish")  # a rule leads to it
        assert faults(made) == faults(gone) == faults(unruled) == []

    def test_answers_keep_their_keys_with_their_words(self) -> None:
        made = plan()
        for lines, keys in (
            (["男", "女", "不说"], ["m", "f", "c1"]),  # one is added
            (["男", "女"], ["m", "f"]),
            (["男性", "女"], ["m", "f"]),  # renamed in its place
            (["女", "男士"], ["f", "c1"]),
        ):
            made = surveying_plan.with_question(made, "sex", Wording("single", "性别？", lines=lines))
            assert [one["key"] for one in made["questions"][1]["choices"]] == keys
