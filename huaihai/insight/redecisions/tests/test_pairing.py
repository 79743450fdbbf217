"""Who decides what: never the own city, never somebody with a part in it, never twice; the load spread."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.insight.redecisions.pairs import File, Person, next_of, pairs
from tests.effort import examples

CITIES = st.sampled_from("ABCDEFGHIJ")


@st.composite
def people(draw: st.DrawFn) -> list[Person]:
    cities = draw(st.lists(st.lists(CITIES, min_size=1, max_size=2, unique=True), min_size=1, max_size=14))
    return [Person(f"p{number}", tuple(held)) for number, held in enumerate(cities)]


@st.composite
def files(draw: st.DrawFn) -> list[File]:
    count = draw(st.integers(1, 30))
    return [
        File(
            f"f{number}",
            draw(st.frozensets(CITIES, max_size=3)),
            draw(st.frozensets(st.sampled_from([f"p{one}" for one in range(14)]), max_size=3)),
        )
        for number in range(count)
    ]


@settings(max_examples=examples(30, 800), deadline=None)
@given(st.text(), files(), people())
def test_the_rules_hold_whatever_comes(seed: str, held: list[File], staff: list[Person]) -> None:
    found = pairs(seed, held, staff)
    assert found == pairs(seed, held, list(reversed(staff)))
    for file in held:
        two = found[file.key]
        assert len(two) in (0, 2)
        assert len({person.key for person in two}) == len(two)
        assert not {person.key for person in two} & file.people
        for person in two:
            assert not set(person.cities) & file.cities
        if two:
            assert not {two[0].cities[0]} & set(two[1].cities)


@settings(max_examples=examples(40, 400), deadline=None)
@given(st.text(), st.integers(1, 60), st.integers(3, 8), st.integers(1, 3))
def test_the_load_is_spread(seed: str, count: int, cities: int, each: int) -> None:
    staff = [Person(f"{city}-{number}", (str(city),)) for city in range(cities) for number in range(each)]
    found = pairs(seed, [File(str(number)) for number in range(count)], staff)
    load = Counter(person.key for two in found.values() for person in two)
    assert sum(load.values()) == 2 * count
    assert max(load.values()) - min(load.get(person.key, 0) for person in staff) <= 2


def test_whoever_is_next_is_of_a_third_city() -> None:
    staff = [Person("a", ("A",)), Person("b", ("B",)), Person("b2", ("B",)), Person("c", ("C",))]
    assert next_of("s", File("f"), staff, {}, taken=staff[:2]) == staff[3]
    assert next_of("s", File("f", frozenset("C")), staff, {}, taken=staff[:2]) is None
