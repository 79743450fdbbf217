import pytest

from huaihai.education import lifecycle
from huaihai.education.lifecycle import DRAFT, PUBLISHED, WITHDRAWN, MoveRefusedError

ALLOWED = {
    ("revise", DRAFT): DRAFT,
    ("revise", PUBLISHED): PUBLISHED,
    ("publish", DRAFT): PUBLISHED,
    ("publish", WITHDRAWN): PUBLISHED,
    ("withdraw", PUBLISHED): WITHDRAWN,
}


@pytest.mark.parametrize("verb", lifecycle.MOVES)
@pytest.mark.parametrize("state", lifecycle.STATES)
def test_every_verb_in_every_state_moves_or_is_refused_in_words(verb: str, state: str) -> None:
    if (verb, state) in ALLOWED:
        assert lifecycle.after(state, verb) == ALLOWED[verb, state]
        return
    with pytest.raises(MoveRefusedError, match=f"cannot {verb} a publication that is {state}"):
        lifecycle.after(state, verb)
