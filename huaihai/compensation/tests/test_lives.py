"""The two tables of lives: every stage × verb, the database's own constraint, the printed page."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from huaihai.compensation import commands, grounds
from huaihai.compensation.grounds import Basis, Bought
from huaihai.compensation.life import CLAIM, ENDED, FUND, NEW, OPEN_CLAIMS
from huaihai.compensation.models import Claim, Fund
from huaihai.compensation.tests import market as people
from huaihai.compensation.verifying import EXPECTED
from huaihai.desk.lives import Life, NotPossible

PAGE = Path(__file__).resolve().parents[3] / "docs" / "compensation-life.md"


@pytest.mark.parametrize("life", [CLAIM, FUND], ids=["claim", "fund"])
def test_every_verb_in_every_stage_leads_where_the_table_says_or_is_refused(life: Life) -> None:
    for verb, moves in life.verbs.items():
        assert moves, verb
        for stage in (NEW, *life.stages):
            if stage in moves:
                assert life.after(verb, stage) in life.stages
            else:
                with pytest.raises(NotPossible):
                    life.after(verb, stage)


def test_every_stage_of_a_claim_is_reached_and_known_to_the_books() -> None:
    reached = {end for moves in CLAIM.verbs.values() for end in moves.values()}
    assert reached == set(CLAIM.stages) == set(EXPECTED)
    assert not set(OPEN_CLAIMS) & set(ENDED)
    # No way leads to paying but through an approval, and none from paid back to deciding.
    before = {
        start for moves in CLAIM.verbs.values() for start, end in moves.items() if end == "ordered" != start
    }
    assert before == {"approved"}
    assert not {verb for verb, moves in CLAIM.verbs.items() if moves.get("paid") in ("asked", "checked")}


@pytest.mark.django_db
def test_the_database_keeps_unknown_stages_and_odd_sums_out() -> None:
    held = people.assemble()
    claim = people.asked(held)
    for wrong in (
        {"stage": "lost"},
        {"stage": "paid"},
        {"asked_fen": 0},
        {"approved_fen": 40_001},
        {"ground": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fund.objects.update(owner=None)


def test_the_page_is_printed_from_the_tables(capsys: pytest.CaptureFixture[str]) -> None:
    commands.run_diagram(None)  # type: ignore[arg-type]
    assert PAGE.read_text(encoding="utf-8") == capsys.readouterr().out


@pytest.mark.parametrize("ground", grounds.GROUNDS, ids=lambda ground: ground.code)
def test_every_ground_names_its_article_and_does_not_hold_of_itself(ground: grounds.Ground) -> None:
    assert "条" in ground.article
    assert ground.code == "counter" or not ground.holds(Bought(way="own_site"))
    assert not ground.is_clear or ground.basis == Basis.COMMITTED


def test_an_agreement_is_a_ground_only_once_it_is_not_kept() -> None:
    holds = grounds.BY_CODE["settlement"].holds
    assert not holds(Bought(agreement="settlement"))
    assert holds(Bought(agreement="settlement", is_unkept=True))
    assert not holds(Bought(agreement="mediation_agreement", is_unkept=True))
