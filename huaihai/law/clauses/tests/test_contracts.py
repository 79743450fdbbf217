"""Contracts of our own, sentence by sentence: what is unfair is found by its row, what is fair is left alone.

In `contracts/` each line begins with the code of the clause that it holds, or with `-`. Others are kept apart.
"""

from pathlib import Path

import pytest

from huaihai.law.clauses.matching import check

CONTRACTS = sorted((Path(__file__).parent / "contracts").glob("*.txt"))
LEAST_FOUND, MOST_FALSE = 0.95, 0.03


def lines(path: Path) -> list[tuple[str, str]]:
    """The code of each line ("" for a fair one), and the line."""
    parted = [line.partition(" ") for line in path.read_text(encoding="utf-8").splitlines()]
    return [("" if code == "-" else code, text) for code, _space, text in parted]


def found_in(text: str) -> list[str]:
    return [one.clause.code for sentence in check(text) for one in sentence.found]


def test_there_are_contracts_enough() -> None:
    assert len(CONTRACTS) >= 20
    assert len({code for path in CONTRACTS for code, _text in lines(path) if code}) >= 120


@pytest.mark.parametrize(
    "width", [0, 21], ids=["as written", "as a page that was read, with gaps and broken lines"]
)
def test_planted_clauses_are_found_and_fair_ones_left_alone(width: int) -> None:
    planted = found = flagged = false = 0
    for path in CONTRACTS:
        for code, text in lines(path):
            got = found_in(_broken(text, width) if width else text)
            planted, flagged = planted + bool(code), flagged + len(got)
            found, false = found + (code in got), false + len([one for one in got if one != code])
    assert found >= LEAST_FOUND * planted, f"{found} of {planted}"
    assert false <= MOST_FALSE * flagged, f"{false} of {flagged}"


def _broken(text: str, width: int) -> str:
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    return "\n".join(" ".join(line) for line in lines)


def test_a_whole_contract_gives_the_same_as_its_sentences() -> None:
    for path in CONTRACTS:
        one_by_one = [code for _code, text in lines(path) for code in found_in(text)]
        whole = found_in("\n".join(text for _code, text in lines(path)))
        assert sorted(whole) == sorted(one_by_one), path.name
