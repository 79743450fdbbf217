"""Every figure of a year, by the platform and by the program that was written from the guide alone."""

import importlib.util
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.insight.scanning.scores import figures, gained
from tests.effort import examples

SCRIPT = Path(__file__).resolve().parents[4] / "examples" / "score_alarms" / "score_alarms.py"
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(str)
OUTCOMES = {
    "alarm": ["found", "other_cause", "false", "open", "watched"],
    "warning": ["found", "withdrawn", "open", "unknown"],
    "tip": ["found", "withdrawn", "open", "unknown"],
}


def second_program() -> Any:
    spec = importlib.util.spec_from_file_location("score_alarms", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


SECOND = second_program()


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(OUTCOMES)))
    outcome = draw(st.sampled_from(OUTCOMES[kind]))
    act = st.fixed_dictionaries({"kind": st.just("warning"), "on": DAYS, "address": st.just("")})
    has_sum = kind == "alarm" and outcome == "found"
    return {
        "kind": kind,
        "outcome": outcome,
        "acts": draw(st.lists(act, max_size=3)),
        "plain_on": draw(st.none() | DAYS),
        "harm_fen": draw(st.none() | st.integers(0, 10**12)) if has_sum else None,
    }


@settings(max_examples=examples(150, long=5_000), deadline=None)
@given(
    st.lists(rows(), max_size=20),
    st.lists(st.none() | st.just("2026-1"), max_size=9),
    st.integers(0, 364),
)
def test_both_programs_come_to_the_same_figures(
    found: list[dict[str, Any]], events: list[str | None], days: int
) -> None:
    content = {
        "schema": SECOND.SCHEMA,
        "since": "2026-01-01",
        "until": str(date(2026, 1, 1) + timedelta(days=days)),
        "rows": found,
        "events": [{"month": "2026-05", "alarm": alarm} for alarm in events],
    }
    counted = figures(content)
    assert counted == SECOND.score(content)
    judged = ("found", "other_cause", "false", "not_judged")
    assert sum(counted[name] or 0 for name in judged) == counted["alarms"]
    named = ("borne_out", "taken_back", "too_early", "not_known")
    assert sum(counted[name] or 0 for name in named) == counted["warnings"]


def test_days_are_gained_from_the_first_act_to_the_plain_month_and_can_be_lost() -> None:
    acts = [{"on": "2026-05-20"}, {"on": "2026-05-11"}]
    assert gained({"acts": acts, "plain_on": "2026-06-01"}) == 21
    assert gained({"acts": acts, "plain_on": "2026-05-01"}) == -10
    assert gained({"acts": [], "plain_on": "2026-05-01"}) is None
    assert gained({"acts": acts, "plain_on": None}) is None
