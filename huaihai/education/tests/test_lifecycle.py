from pathlib import Path

import pytest
from django.utils import translation

from huaihai.desk.lives import NEW, Life, NotPossible
from huaihai.education.exposing.life import LIFE as EXPOSURE
from huaihai.education.importing.life import OLD_PAGE
from huaihai.education.publications import life as publications_life
from huaihai.education.publications.life import DRAFT, EDITION, PUBLICATION, PUBLISHED, WITHDRAWN


def test_the_page_of_an_editions_life_is_fresh() -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "publication-life.md"
    with translation.override("en"):
        assert page.read_text(encoding="utf-8") == publications_life.page()


@pytest.mark.parametrize("life", [PUBLICATION, EDITION, OLD_PAGE, EXPOSURE], ids=lambda life: str(life.thing))
def test_every_stage_of_a_life_is_reached_and_known(life: Life) -> None:
    reached = {to for moves in life.verbs.values() for to in moves.values()}
    left = {start for moves in life.verbs.values() for start in moves}
    assert reached | {DRAFT} >= set(life.stages) >= reached
    assert left <= {NEW, *life.stages}
    with translation.override("en"), pytest.raises(NotPossible, match="publication – draft"):
        PUBLICATION.after("withdraw", DRAFT)


def test_nothing_goes_out_but_from_signing_and_nothing_is_signed_but_after_a_review() -> None:
    assert PUBLICATION.verbs["revise"] == {DRAFT: DRAFT, PUBLISHED: PUBLISHED}
    assert PUBLICATION.verbs["publish"] == {DRAFT: PUBLISHED, WITHDRAWN: PUBLISHED}
    assert PUBLICATION.verbs["withdraw"] == {PUBLISHED: WITHDRAWN}
    verbs = {
        verb: moves for verb, moves in EDITION.verbs.items() if verb != "take down"
    }  # an exposure that ends
    ways = [(start, end) for moves in verbs.values() for start, end in moves.items() if start != end]
    assert {start for start, end in ways if end == "out"} == {"signing"}
    assert {start for start, end in ways if end == "signing"} == {"first_review", "third_review"}
    assert not {start for start, _end in ways} & {"out", "dropped"}
