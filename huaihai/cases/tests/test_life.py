"""The table of a case's life: every stage × verb, reachability, and what stands in the docs."""

import pytest

from huaihai.cases import lifecycle, timing

STAGES = [lifecycle.NEW, *lifecycle.STAGES]


@pytest.mark.parametrize("stage", STAGES, ids=[stage or "new" for stage in STAGES])
def test_every_verb_in_every_stage_leads_to_a_stage_or_says_what_it_cannot(stage: str) -> None:
    for name, verb in lifecycle.VERBS.items():
        if stage in verb.moves:
            assert lifecycle.after(name, stage) in lifecycle.STAGES, name
        else:
            with pytest.raises(lifecycle.NotPossible, match=r"cannot .* a case that is"):
                lifecycle.after(name, stage)


@pytest.mark.parametrize("stage", lifecycle.STAGES.values(), ids=lifecycle.STAGES)
def test_a_stage_is_final_or_has_an_owner_and_a_running_clock(stage: lifecycle.Stage) -> None:
    if stage.name == "draft":
        assert stage.holder == "consumer"
    elif stage.is_final:
        assert not stage.running
        assert not any(stage.name in verb.moves for verb in lifecycle.VERBS.values())
    else:
        assert stage.holder in ("home", "lead")
        assert timing.LIVING_CLOCK[stage.name] in stage.running
        assert all(name in timing.LIMITS for name in stage.running + stage.paused)


def test_every_stage_is_reached_and_every_open_one_can_end() -> None:
    reached, waiting = set(), [lifecycle.NEW]
    while waiting:
        here = waiting.pop()
        for verb in lifecycle.VERBS.values():
            there = verb.moves.get(here)
            if there and there not in reached:
                reached.add(there)
                waiting.append(there)
    assert reached == set(lifecycle.STAGES)
    for stage in lifecycle.OPEN:
        assert any(
            lifecycle.STAGES[verb.moves[stage]].is_final
            for verb in lifecycle.VERBS.values()
            if stage in verb.moves
        )


def test_no_clock_counts_and_waits_in_one_stage() -> None:
    for stage in lifecycle.STAGES.values():
        assert not set(stage.running) & set(stage.paused)


def test_a_final_stage_says_something_to_each_audience() -> None:
    for stage in lifecycle.STAGES.values():
        assert stage.desk
        assert stage.consumer
