"""The score is just: more good never lowers it, few cases never win, and its parts add up."""

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from huaihai.brands.scoring import criteria, engine
from huaihai.brands.scoring.criterion import Prior
from huaihai.brands.scoring.engine import EvidenceError, Score
from huaihai.brands.scoring.intervals import Range, of_mean, of_share
from huaihai.brands.scoring.names import AXES, EVIDENCE, HEARTS, KINDS
from huaihai.brands.scoring.tests import designs
from huaihai.brands.scoring.tests.designs import Json

SHIPPED = criteria.parse(designs.SHIPPED)
PRIORS = {one.key: one.prior for one in SHIPPED.items if one.shape == "share"}
chances = st.randoms(use_true_random=False)


def scored(content: Json, kind: str, evidence: Json) -> Score:
    return engine.score(criteria.parse(content), kind, evidence)


def levels(score: Score) -> list[Fraction]:
    """Total, hearts and axes."""
    return [score.total, *(one.points for one in (*score.hearts.values(), *score.axes.values()))]


def bettered(chance: random.Random, name: str, known: Json) -> Json:
    """The same evidence, a little better."""
    if "of" in known:
        hits, of = known["hits"], known["of"]
        if chance.random() < 0.5 or hits == of:
            return {"hits": hits + 1, "of": of + 1}  # one more kept
        return {"hits": hits + 1, "of": of}  # one that was broken is kept
    if "count" in known:
        return {"count": known["count"] + 1 if name == "pledges" else max(known["count"] - 1, 0)}
    if "yes" in known:
        return {"yes": True}
    return {"points": str(-(-Fraction(known["points"]) // 1))}


def worsened(known: Json) -> Json | None:
    """The same with one more case that went wrong; None of what is no share."""
    return {"hits": known["hits"], "of": known["of"] + 1} if "of" in known else None


def changed(chance: Any, change: Callable[[str, Json], Json | None]) -> Iterator[tuple[Score, Score]]:
    """Scores of random evidence before and after a change of one of its parts."""
    read, kind = criteria.parse(designs.criteria(chance)), chance.choice(KINDS)
    evidence = designs.evidence(chance)
    before = engine.score(read, kind, evidence)
    for name in {part.evidence for part in read.for_kind(kind)} & evidence.keys():
        if (other := change(name, evidence[name])) is not None:
            yield before, engine.score(read, kind, evidence | {name: other})


@given(chances)
@settings(max_examples=60, deadline=None)
def test_more_of_any_good_never_lowers_anything(chance: Any) -> None:
    for before, after in changed(chance, lambda name, known: bettered(chance, name, known)):
        assert all(a <= b for a, b in zip(levels(before), levels(after), strict=True))
        assert set(after.short.criteria) <= set(before.short.criteria)


@given(chances)
@settings(max_examples=60, deadline=None)
def test_one_more_broken_never_raises_anything(chance: Any) -> None:
    for before, after in changed(chance, lambda _name, known: worsened(known)):
        assert all(a >= b for a, b in zip(levels(before), levels(after), strict=True))


@given(chances)
@settings(max_examples=80, deadline=None)
def test_everything_stays_inside_its_interval_and_contributions_add_up_to_the_total_exactly(
    chance: Any,
) -> None:
    score = scored(designs.criteria(chance), chance.choice(KINDS), designs.evidence(chance))
    ranges = [score.whole, *score.hearts.values(), *score.axes.values(), *(one.range for one in score.parts)]
    assert all(0 <= one.low <= one.points <= one.high <= 100 for one in ranges)
    said = engine.as_json(score)
    assert Fraction(said["low"]) <= score.low
    assert Fraction(said["high"]) >= score.high
    assert sum(one.contribution for one in score.parts) == score.total
    assert sum(one.weight for one in score.parts) == 100
    assert sum(Fraction(one["contribution"]) for one in said["parts"]) == Fraction(said["exact"])
    assert abs(Fraction(said["total"]) - Fraction(said["exact"])) <= Fraction(1, 20)


@given(chances)
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_criteria_does_not_matter(chance: Any) -> None:
    content, evidence, kind = designs.criteria(chance), designs.evidence(chance), chance.choice(KINDS)
    one = engine.as_json(scored(content, kind, evidence))
    chance.shuffle(content["criteria"])
    other = engine.as_json(scored(content, kind, evidence))
    for said in (one, other):
        said["parts"].sort(key=lambda part: part["key"])
        said["short"]["criteria"].sort()
    assert one == other


def shares(prior: Prior) -> st.SearchStrategy[tuple[int, int]]:
    """Hits and cases, the share at or above the prior."""
    return st.integers(1, 400).flatmap(
        lambda of: st.tuples(
            st.integers(-(-of * prior.share.numerator // prior.share.denominator), of), st.just(of)
        )
    )


@given(st.data(), st.sampled_from(sorted(PRIORS)))
@settings(max_examples=300, deadline=None)
def test_less_evidence_of_the_same_or_a_smaller_good_share_never_scores_higher(data: Any, key: str) -> None:
    prior = PRIORS[key]
    (hits, of), (fewer_hits, fewer) = data.draw(shares(prior)), data.draw(shares(prior))
    assume(fewer <= of)
    assume(fewer_hits * of <= hits * fewer)
    assert prior.estimate(fewer_hits, fewer) <= prior.estimate(hits, of)


@pytest.mark.parametrize("key", sorted(PRIORS))
@pytest.mark.parametrize("few", range(6))
def test_a_perfect_record_of_few_never_beats_a_good_record_of_many(key: str, few: int) -> None:
    prior = PRIORS[key]
    for many in (100, 101, 119, 120, 250, 1000, 10**6):
        least = -(-95 * many // 100)
        assert prior.estimate(few, few) <= prior.estimate(least, many)


@given(chances, st.integers(0, 5), st.integers(100, 5000))
@settings(max_examples=100, deadline=None)
def test_no_criteria_that_can_be_adopted_let_few_cases_win(chance: Any, few: int, many: int) -> None:
    for one in criteria.parse(designs.criteria(chance)).items:
        if one.shape == "share":
            assert one.prior.estimate(few, few) <= one.prior.estimate(-(-95 * many // 100), many)


@given(st.sampled_from(sorted(PRIORS)), st.integers(1, 40), st.integers(2, 30))
@settings(max_examples=200, deadline=None)
def test_the_interval_narrows_with_evidence(key: str, of: int, times: int) -> None:
    prior = PRIORS[key]
    hits = -(-of * prior.share.numerator // prior.share.denominator)

    def width(factor: int) -> Fraction:
        found = of_share(prior.estimate(hits * factor, of * factor), of * factor + prior.strength)
        return found.high - found.low

    assert width(times) < width(1)


def test_nothing_known_is_the_prior_for_shares_nothing_for_the_rest_and_never_admitted() -> None:
    score = engine.score(SHIPPED, "product", {})
    for one, part in zip(SHIPPED.for_kind("product"), score.parts, strict=True):
        if one.shape == "share":
            assert part.points == 100 * one.prior.share
        else:
            assert part.range == Range(Fraction(0), Fraction(0), Fraction(100))
        assert not part.is_known
    found = engine.score(SHIPPED, "shop", {"penalties": {"count": 0}})
    assert "penalties" not in found.short.criteria
    assert "penalties" in engine.score(SHIPPED, "shop", {}).short.criteria
    for kind in KINDS:
        assert engine.score(SHIPPED, kind, {}).short.total


def test_a_good_shop_can_be_admitted() -> None:
    evidence = {
        "penalties": {"count": 0},
        "pledges": {"count": 3},
        "fund": {"yes": True},
        "promises": {"hits": 30, "of": 31},
        "ratings": {"hits": 40, "of": 43},
        "distinctive": {"points": "82.5"},
        "quality": {"points": "80"},
        "elderly": {"hits": 8, "of": 9},
    }
    score = engine.score(SHIPPED, "shop", evidence)
    assert not score.short
    assert engine.one_digit(score.total) == "78.1"


def test_thresholds_are_compared_with_what_everybody_reads() -> None:
    content = designs.shipped()
    row = next(one for one in content["criteria"] if one["key"] == "quality")
    row["threshold"] = "80"
    # 79.95 is read as 80.0, 79.94 as 79.9
    assert "quality" not in scored(content, "shop", {"quality": {"points": "79.95"}}).short.criteria
    assert "quality" in scored(content, "shop", {"quality": {"points": "79.94"}}).short.criteria


def test_a_criterion_counts_only_for_its_kinds_and_evidence_of_other_names_nothing() -> None:
    asked = {kind: {one.key for one in engine.score(SHIPPED, kind, {}).parts} for kind in KINDS}
    assert "returns" not in asked["scenic-area"]
    assert [kind for kind in KINDS if "licences" in asked[kind]] == ["restaurant", "factory"]
    score = engine.score(SHIPPED, "street", {})
    assert tuple(score.hearts) == HEARTS
    assert tuple(score.axes) == AXES
    assert engine.score(SHIPPED, "shop", {"votes": {"count": 9}}) == engine.score(SHIPPED, "shop", {})
    assert "votes" not in EVIDENCE


def test_intervals_join_as_the_root_of_the_sum_of_squares_and_wilson_is_as_published() -> None:
    one = Range(Fraction(50), Fraction(47), Fraction(54))
    two = Range(Fraction(50), Fraction(46), Fraction(53))
    joined = of_mean([(Fraction(1), one), (Fraction(1), two)])
    assert joined == Range(Fraction(50), Fraction(95, 2), Fraction(105, 2))  # 5 ÷ 2 to each side
    found = of_share(Fraction(81, 263), Fraction(263))
    assert [round(float(end), 2) for end in (found.low, found.high)] == [25.53, 36.62]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        *(
            ("promises", {"hits": hits, "of": of})
            for hits, of in ((2, 1), (-1, 1), (True, 1), (1.0, 1), (10**30, 10**31))
        ),
        *(("promises", known) for known in ({"of": 1}, 7, None)),
        *(("penalties", {"count": count}) for count in (-1, "0")),
        *(("fund", {"yes": yes}) for yes in (1, "true")),
        *(("quality", {"points": points}) for points in (80, "100.1", "NaN", "1e2")),
    ],
)
def test_evidence_that_nobody_can_have_counted_is_refused(name: str, known: Any) -> None:
    with pytest.raises(EvidenceError):
        engine.score(SHIPPED, "shop", {name: known})
