"""The weight of each person's answers, from the shares of the population in the plan.

One known distribution: post-stratification; several: raking. Who did not answer such a question stands apart with the
share they have in the sample; an answer that nobody gave is left out, its share spread over the others, and named.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huaihai.supervision.measures import margins
from huaihai.supervision.measures.weighting import Margin, Raked, rake, rake_trimmed
from huaihai.supervision.surveying.tables import told

NOT_SAID = ""


@dataclass(frozen=True)
class Weighed:
    """Weights as they stand in the file (six digits), and what the file says of them."""

    weights: tuple[float, ...]
    facts: dict[str, Any]


def weigh(people: Sequence[Mapping[str, Any]], plan: Mapping[str, Any]) -> Weighed:
    """Weights with the mean 1 for these people's answers; all 1 where the plan knows no shares."""
    targets = plan.get("targets") or []
    empty: list[list[str]] = []
    if not people or not targets:
        return _weighed([1.0] * len(people), "none", empty, None)
    columns = [[person.get(target["question"], NOT_SAID) for person in people] for target in targets]
    known = [_margin(target, column, empty) for target, column in zip(targets, columns, strict=True)]
    trim = plan.get("trim")
    if trim:
        raked = rake_trimmed(columns, known, low=float(trim["low"]), high=float(trim["high"]))
    else:
        raked = rake(columns, known)
    return _weighed(
        raked.weights, "post-stratification" if len(targets) == 1 else "raking", empty, raked, trim
    )


def _margin(target: Mapping[str, Any], column: Sequence[str], empty: list[list[str]]) -> Margin:
    met, unsaid = set(column), column.count(NOT_SAID) / len(column)
    empty += [[target["question"], key] for key in sorted(set(target["shares"]) - met)]
    given = {key: float(share) for key, share in target["shares"].items() if key in met and float(share) > 0}
    lost = met - set(given) - {NOT_SAID}  # met though the population is said to have none
    shares: dict[Hashable, float] = {key: column.count(key) / len(column) for key in lost}
    if unsaid:
        shares[NOT_SAID] = unsaid
    left = (1 - sum(shares.values())) / sum(given.values()) if given else 0.0
    return Margin(
        target["question"], shares | {key: share * left for key, share in given.items()} if given else shares
    )


def _weighed(
    weights: Sequence[float],
    method: str,
    empty: list[list[str]],
    raked: Raked | None,
    trim: Mapping[str, Any] | None = None,
) -> Weighed:
    held = tuple(float(told(weight)) for weight in weights)
    facts: dict[str, Any] = {"method": method}
    if held:
        facts |= {
            "design_effect": told(margins.design_effect(held)),
            "n_effective": told(margins.effective(held)),
            "smallest": told(min(held)),
            "largest": told(max(held)),
        }
    if raked is not None:
        facts |= {"rounds": raked.rounds, "off": told(raked.off), "empty": empty, "trim": dict(trim or {})}
    return Weighed(held, facts)
