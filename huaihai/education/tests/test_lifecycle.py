from pathlib import Path

import pytest
from django.utils import translation

from huaihai.desk.lives import NotPossible
from huaihai.education.publications import life as publications_life
from huaihai.education.publications.life import DRAFT, EDITION, PUBLICATION, PUBLISHED, WITHDRAWN

ALLOWED = {
    ("revise", DRAFT): DRAFT,
    ("revise", PUBLISHED): PUBLISHED,
    ("publish", DRAFT): PUBLISHED,
    ("publish", WITHDRAWN): PUBLISHED,
    ("withdraw", PUBLISHED): WITHDRAWN,
}


@pytest.mark.parametrize("verb", PUBLICATION.verbs)
@pytest.mark.parametrize("state", PUBLICATION.stages)
def test_every_verb_in_every_state_moves_or_is_refused_in_words(verb: str, state: str) -> None:
    if (verb, state) in ALLOWED:
        assert PUBLICATION.after(verb, state) == ALLOWED[verb, state]
        return
    with translation.override("en"), pytest.raises(NotPossible, match=f"publication – {state}"):
        PUBLICATION.after(verb, state)


def test_the_page_of_an_editions_life_is_fresh() -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "publication-life.md"
    with translation.override("en"):
        assert page.read_text(encoding="utf-8") == publications_life.page()


def test_nothing_goes_out_but_from_signing_and_nothing_is_signed_but_after_a_review() -> None:
    verbs = {
        verb: moves for verb, moves in EDITION.verbs.items() if verb != "take down"
    }  # an exposure that ends
    ways = [(start, end) for moves in verbs.values() for start, end in moves.items() if start != end]
    assert {start for start, end in ways if end == "out"} == {"signing"}
    assert {start for start, end in ways if end == "signing"} == {"first_review", "third_review"}
    assert not {start for start, _end in ways} & {"out", "dropped"}
