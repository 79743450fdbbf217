import hashlib

from hypothesis import given
from hypothesis import strategies as st

from huaihai.desk import lots

SEEDS = st.text(max_size=10).filter(str.isprintable)


@given(st.sets(st.text("abcdef0123456789-", min_size=1, max_size=36), max_size=30), SEEDS)
def test_whoever_holds_frame_and_seed_draws_the_same_however_the_frame_was_sorted(
    keys: set[str], seed: str
) -> None:
    order = lots.order_of(seed, keys)
    assert order == lots.order_of(seed, sorted(keys)) == lots.order_of(seed, sorted(keys, reverse=True))
    by_hand = sorted(keys, key=lambda key: (hashlib.sha256(f"{seed}:{key}".encode()).hexdigest(), key))
    assert order == by_hand
    assert lots.frame_hash(keys) == lots.frame_hash(order)


def test_one_more_in_the_frame_does_not_change_the_order_of_the_others() -> None:
    more = lots.order_of("seed", ["aa", "bb", "cc", "dd"])
    assert [one for one in more if one != "dd"] == lots.order_of("seed", ["aa", "bb", "cc"])
