"""What came out is counted right, and anybody can count it again from the file alone."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.supervision.sweeping import file

ITEMS = [{"key": "a"}, {"key": "b"}]
CITIES = [{"key": "city:1", "target": 3}, {"key": "city:2", "target": 1}]
LAST = {"cured": "cured", "partly": "partly", "uncured": "uncured"}


@st.composite
def files(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Places and findings as a file holds them: a finding for each mark that is one."""
    places, findings = [], []
    marks = st.sampled_from(["ok", "found", "na"])
    for n in range(1, draw(st.integers(0, 8)) + 1):
        held = {item["key"]: draw(marks) for item in ITEMS}
        places.append({"n": n, "city": draw(st.sampled_from(["city:1", "city:2"])), "marks": held})
        for item, mark in held.items():
            if mark == "found":
                again = draw(st.lists(st.sampled_from(sorted(LAST)), max_size=2))
                findings.append(
                    {
                        "place": n,
                        "item": item,
                        "severity": "minor",
                        "stage": LAST[again[-1]] if again else "following",
                        "rechecks": [{"result": one} for one in again],
                    }
                )
    return places, findings


@settings(max_examples=60)
@given(files())
def test_the_parts_add_up_to_the_whole(held: Any) -> None:
    places, findings = held
    told = file.counted(ITEMS, CITIES, places, findings)
    for part in ("items", "cities"):
        for number in ("found", "rechecked", "cured", "partly", "uncured", "not_rechecked"):
            assert sum(row[number] for row in told[part]) == told["all"][number]
    assert told["all"]["found"] == len(findings) == told["all"]["rechecked"] + told["all"]["not_rechecked"]
    assert sum(row["places"] for row in told["cities"]) == len(places)
    for row in told["items"]:
        assert row["left"] == row["found"] - row["cured"] >= 0
        assert (row["before"] is None) == (row["checked"] == 0)
        if row["before"]:
            assert float(row["after"]["share"]) <= float(row["before"]["share"])
            assert (
                float(row["before"]["low"]) <= float(row["before"]["share"]) <= float(row["before"]["high"])
            )


def test_a_share_carries_its_interval() -> None:
    # E. B. Wilson's score interval for 15 of 148, as in R. G. Newcombe, Statistics in Medicine 17 (1998), table I.
    assert file.share(15, 148) == {"share": "0.1014", "low": "0.0624", "high": "0.1605"}
    assert file.share(0, 0) is None


@pytest.mark.parametrize("again", [[], ["uncured"], ["partly"], ["cured", "uncured"]])
def test_only_the_last_recheck_counts(again: list[str]) -> None:
    place = {"n": 1, "city": "city:1", "marks": {"a": "found", "b": "na"}}
    row = {
        "place": 1,
        "item": "a",
        "severity": "grave",
        "stage": "due",
        "rechecks": [{"result": one} for one in again],
    }
    told = file.counted(ITEMS, CITIES, [place], [row])
    assert told["all"]["cured"] == 0
    assert told["items"][0]["left"] == 1
    assert told["items"][1]["before"] is None
