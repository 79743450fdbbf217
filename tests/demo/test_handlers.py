"""The demo's cases are dealt out so that a person has a day's work, and some cases nobody."""

from collections import Counter

from demo import handlers
from hypothesis import given
from hypothesis import strategies as st

from huaihai.cases import life
from huaihai.cases.rights import CASEWORK

BODIES = "abc"
cases = st.lists(st.tuples(st.sampled_from(sorted(life.STAGES)), st.sampled_from(BODIES)), max_size=120)
people = st.lists(
    st.tuples(st.sampled_from(BODIES), st.integers(0, 5), st.sampled_from(CASEWORK)), max_size=8
)


@given(cases=cases, people=people)
def test_nobody_has_more_than_a_days_work_or_a_case_of_another_body(
    cases: list[tuple[str, str]], people: list[tuple[str, int, str]]
) -> None:
    posts = [(body, f"{body}{number}", role) for body, number, role in people]
    rows = [(f"{n:03}", n, stage, body) for n, (stage, body) in enumerate(cases)]
    found = handlers.share(rows, posts)

    assert found == handlers.share(reversed(rows), reversed(posts))
    assert set(found) == set(range(len(cases)))
    has = {n: (stage, body) for n, (stage, body) in enumerate(cases)}
    open_ones = Counter(who for n, who in found.items() if who and has[n][0] in life.OPEN)
    assert all(number <= handlers.MOST for number in open_ones.values())
    assert all(who is None or who.startswith(has[n][1]) for n, who in found.items())
    assert all(who is None for n, who in found.items() if has[n][0] in ("draft", "abandoned", "received"))
