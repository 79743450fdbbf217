"""Every verb of the agreement in every stage."""

import pytest

from huaihai.desk.lives import NEW, NotPossible
from huaihai.governance.agreement.life import AGREEMENT, DRAFT, IN_FORCE, OPEN, RECORDED, WITHDRAWN

ALLOWED = {
    ("begin", NEW): DRAFT,
    ("revise", DRAFT): DRAFT,
    ("open", DRAFT): OPEN,
    ("sign", OPEN): OPEN,
    ("sign", IN_FORCE): IN_FORCE,
    ("come into force", OPEN): IN_FORCE,
    ("withdraw", DRAFT): WITHDRAWN,
    ("withdraw", OPEN): WITHDRAWN,
}


@pytest.mark.parametrize("verb", AGREEMENT.verbs)
@pytest.mark.parametrize("stage", [NEW, *AGREEMENT.stages])
def test_every_verb_in_every_stage_moves_or_is_refused_in_words(verb: str, stage: str) -> None:
    if (verb, stage) in ALLOWED:
        assert AGREEMENT.after(verb, stage) == ALLOWED[verb, stage]
        return
    with pytest.raises(NotPossible, match=str(AGREEMENT.thing)):
        AGREEMENT.after(verb, stage)


def test_nothing_is_done_to_a_version_that_is_only_reported() -> None:
    assert not [verb for verb in AGREEMENT.verbs if AGREEMENT.can(verb, RECORDED)]
