"""The lives: every stage × verb, what a proceeding can end in, and the page that is drawn from them."""

from itertools import product
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from huaihai.brands.conduct import diagram, falling_due, log, stepping
from huaihai.brands.conduct import facts as conduct_facts
from huaihai.brands.conduct.life import OPEN, PROCEEDING
from huaihai.brands.conduct.tests.cast import Cast
from huaihai.brands.life import ENTRY
from huaihai.brands.models import Proceeding
from huaihai.cli import main
from huaihai.desk.lives import NEW, Life, NotPossible
from huaihai.reactions import REACTIONS


@pytest.mark.parametrize("life", [ENTRY, PROCEEDING], ids=["entry", "proceeding"])
def test_every_verb_leads_on_or_is_refused(life: Life) -> None:
    for verb, stage in product(life.verbs, (NEW, *life.stages)):
        if life.can(verb, stage):
            assert life.after(verb, stage) in life.stages
        else:
            with pytest.raises(NotPossible):
                life.after(verb, stage)


def test_every_stage_is_reached_and_can_end_and_nothing_moves_what_has_ended() -> None:
    ways = {(start, end) for moves in PROCEEDING.verbs.values() for start, end in moves.items()}
    assert "ended" not in {start for start, _end in ways}
    for stage in OPEN:
        assert any(end == stage for _start, end in ways)
        reached = {stage}
        while more := {end for start, end in ways if start in reached} - reached:
            reached |= more
        assert "ended" in reached


def test_every_stage_has_its_words_clock_colour_and_what_time_does() -> None:
    assert set(conduct_facts.STAGE_TONES) == set(PROCEEDING.stages)
    assert set(conduct_facts.WAITS) == set(OPEN)
    assert set(stepping.DAY_OF) == set(falling_due.STEPS) == set(OPEN) - {"opened"}


def test_every_event_of_the_log_makes_its_line_in_words() -> None:
    told = {*log.SAYS, *log.SPECIAL}
    assert told == set(log.LINES)
    assert set(log.SAFE) <= told
    logged = {verb for verb, names in REACTIONS.items() if "huaihai.brands.conduct.log.of_event" in names}
    assert logged == set(log.VERBS)
    assert {f"brand_{verb}" for verb in log.LINES} <= logged


@pytest.mark.parametrize(("field", "value"), [("stage", "unheard"), ("kind", "fine")])
def test_the_database_keeps_unknown_stages_and_kinds_out(cast: Cast, field: str, value: str) -> None:
    row = cast.fired(serious_cases=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proceeding.objects.filter(pk=row.pk).update(**{field: value})


def test_the_page_is_as_the_tables(capsys: pytest.CaptureFixture[str]) -> None:
    page = Path(__file__).resolve().parents[4] / "docs" / "brand-life.md"
    with translation.override("en"):
        assert page.read_text("utf-8") == diagram.page()
    assert main(["brands", "diagram"]) == 0
    assert capsys.readouterr().out == page.read_text("utf-8")


def test_the_log_is_compared_with_the_record(cast: Cast) -> None:
    cast.fired(serious_cases=1)
    assert list(log.findings()) == []
    cast.entry.log_lines.update(facts={})
    assert list(log.findings()) != []  # a line that was changed
    cast.entry.log_lines.all().delete()
    assert list(log.findings()) != []
