"""The table of a case's life: every stage × verb, reachability, and what stands in the docs."""

import pytest

from huaihai.cases import life, proceedings, turns
from huaihai.desk.lives import NEW, NotPossible

STAGES = [NEW, *life.STAGES]
AFTERWARDS = {  # of a case that has ended
    *("call_back", "correct", "no_answer", "note", *proceedings.BY_VERB),
    *("reopen", "reopen_early", "undo_close", "undo_close_breached", "come_back"),
}


@pytest.mark.parametrize("stage", STAGES, ids=[stage or "new" for stage in STAGES])
def test_every_verb_in_every_stage_leads_to_a_stage_or_says_what_it_cannot(stage: str) -> None:
    for name, verb in life.VERBS.items():
        if stage in verb.moves:
            assert life.LIFE.after(name, stage) in life.STAGES, name
        else:
            with pytest.raises(NotPossible, match=str(life.STAGES[stage].desk) if stage else None):
                life.LIFE.after(name, stage)


@pytest.mark.parametrize("stage", life.STAGES.values(), ids=life.STAGES)
def test_a_stage_is_final_or_has_an_owner_and_a_running_clock(stage: life.Stage) -> None:
    if stage.name == "draft":
        assert stage.holder == "consumer"
    elif stage.is_final:
        assert not stage.running
        assert {verb.name for verb in life.VERBS.values() if stage.name in verb.moves} <= AFTERWARDS
    else:
        assert stage.holder in ("home", "lead")
        assert turns.LIVING_CLOCK[stage.name] in stage.running
        assert all(name in turns.LIMITS for name in stage.running + stage.paused)


def test_every_stage_is_reached_and_every_open_one_can_end() -> None:
    reached, waiting = set(), [NEW]
    while waiting:
        here = waiting.pop()
        for verb in life.VERBS.values():
            there = verb.moves.get(here)
            if there and there not in reached:
                reached.add(there)
                waiting.append(there)
    assert reached == set(life.STAGES)
    for stage in life.OPEN:
        assert any(
            life.STAGES[verb.moves[stage]].is_final for verb in life.VERBS.values() if stage in verb.moves
        )


def test_no_clock_counts_and_waits_in_one_stage() -> None:
    for stage in life.STAGES.values():
        assert not set(stage.running) & set(stage.paused)


def test_a_final_stage_says_something_to_each_audience() -> None:
    for stage in life.STAGES.values():
        assert stage.desk
        assert stage.consumer
