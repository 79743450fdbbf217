"""From answers to the file: flags, weights, tables, score, rows; and the report drawn from it. No database."""

import json
import random
from datetime import datetime, timedelta
from math import fsum, sqrt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai import alliance
from huaihai.supervision.surveying import faults, file, report, tables
from huaihai.supervision.surveying import plan as surveying_plan
from huaihai.supervision.surveying.file import STANDARD, Given
from huaihai.supervision.surveying.questionnaire import of_plan
from huaihai.supervision.surveying.tests.survey_cast import NOON, plan

ASKED = of_plan(plan())
Z = 1.959963984540054


def person(number: int, **said: Any) -> dict[str, Any]:
    """Three of four are women; half live in each city."""
    return {
        "city": ("xz", "sq")[number % 2],
        "sex": "m" if number % 4 == 3 else "f",
        "bought": "yes",
        "pleased": str(1 + number % 5),
        "what": ["food"] if number % 3 else ["food", "phone"],
        "spent": str(100 * (1 + number % 7)),
    } | said


PEOPLE = [person(number) for number in range(80)]
FEW_ELSEWHERE = [*PEOPLE, *(person(0, city="else") for _ in range(4))]


def table(built: dict[str, Any], question: str) -> list[dict[str, Any]]:
    return next(one["groups"] for one in built["tables"] if one["question"] == question)


def given_of(
    number: int, *, seconds: int | None = 90, before: bool = False, at: datetime = NOON, **said: Any
) -> Given:
    return Given(person(number, **said), seconds, ("open", ""), before, at)


class TestFlags:
    def test_too_fast_straight_again_and_twins_are_found(self) -> None:
        scales = {
            "key": "s",
            "kind": "scale",
            "text": "?",
            "choices": [{"key": str(n), "text": "x"} for n in (1, 2)],
        }
        asked = of_plan({"questions": [{**scales, "key": f"s{n}"} for n in range(6)]})
        same = {f"s{n}": "2" for n in range(6)}
        mixed = same | {"s0": "1"}
        rules = {**STANDARD, "twin_answers": 6}

        found = file.flags(
            [
                Given(same, 90, ("open", ""), False, NOON),
                Given(mixed, 5, ("open", ""), False, NOON),
                Given(mixed, 90, ("open", ""), True, NOON + timedelta(minutes=5)),
                Given(mixed, 90, ("place", "车站"), False, NOON + timedelta(minutes=6)),
                Given(mixed, 90, ("open", ""), False, NOON + timedelta(hours=3)),
            ],
            asked,
            rules,
        )

        assert found == [{"straight"}, {"fast"}, {"again", "twin"}, set(), set()]

    def test_paper_is_neither_fast_nor_a_twin_and_only_what_the_plan_names_is_left_out(self) -> None:
        rules = {**STANDARD, "twin_answers": 3}
        papers = [given_of(1, seconds=None), given_of(1, seconds=None)]
        assert file.flags(papers, ASKED, rules) == [set(), set()]
        assert file.is_left_out({"fast"}, STANDARD)
        assert not file.is_left_out({"again"}, STANDARD)
        assert not file.is_left_out({"fast"}, {"exclude": []})


class TestFile:
    @pytest.fixture(scope="class")
    @classmethod
    def built(cls) -> dict[str, Any]:
        return file.computed(PEOPLE, ASKED, plan())

    def test_weights_bring_the_sample_to_the_known_shares(self, built: dict[str, Any]) -> None:
        shares = {one["choice"]: float(one["share"]) for one in table(built, "sex")[0]["shares"]}
        assert shares == pytest.approx({"f": 0.5, "m": 0.5}, abs=1e-5)
        assert built["weights"]["method"] == "post-stratification"
        assert float(built["weights"]["n_effective"]) == pytest.approx(60, abs=1e-3)

    def test_every_share_and_mean_can_be_reckoned_again_from_the_sums_beside_it(
        self, built: dict[str, Any]
    ) -> None:
        for one in built["tables"]:
            for group in (group for group in one["groups"] if group["shown"] and "shares" in group):
                total, squares = float(group["w"]), float(group["w2"])
                n = total * total / squares
                for share in group["shares"]:
                    p = float(share["w"]) / total
                    middle, reach = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
                    assert float(share["share"]) == pytest.approx(p, abs=2e-6)
                    assert float(share["low"]) == pytest.approx((middle - reach) / (1 + Z * Z / n), abs=2e-6)
                    assert float(share["high"]) == pytest.approx((middle + reach) / (1 + Z * Z / n), abs=2e-6)
        mean = {name: float(value) for name, value in table(built, "spent")[0]["mean"].items()}
        value = mean["wx"] / mean["w"]
        pulls = mean["w2xx"] - 2 * value * mean["w2x"] + value * value * mean["w2"]
        reach = Z * sqrt(pulls / mean["w"] ** 2 * mean["n"] / (mean["n"] - 1))
        assert mean["value"] == pytest.approx(value, abs=1e-4)
        assert mean["high"] - mean["value"] == pytest.approx(reach, abs=1e-3)

    def test_the_numbers_follow_from_the_rows_where_rows_are_published(self, built: dict[str, Any]) -> None:
        rows = built["rows"]
        assert rows is not None
        assert not any("spent" in row["answers"] or "wish" in row["answers"] for row in rows)
        fives = fsum(float(row["w"]) for row in rows if row["answers"]["pleased"] == "5")
        whole = fsum(float(row["w"]) for row in rows)
        share = next(one for one in table(built, "pleased")[0]["shares"] if one["choice"] == "5")
        assert float(share["share"]) == pytest.approx(fives / whole, abs=2e-6)

    def test_where_few_answered_rows_stay_out_and_no_group_can_be_found_by_subtraction(self) -> None:
        built = file.computed(FEW_ELSEWHERE, ASKED, plan())
        assert built["rows"] is None
        assert table(built, "sex")[0]["shown"]
        groups = table(built, "pleased")
        by_city = {group["is"]: group["shown"] for group in groups if group["by"] == "city"}
        assert by_city == {"xz": True, "sq": False, "else": False}
        assert "w" not in next(group for group in groups if group["is"] == "else")  # no chance
        assert tables._hidden({"a": 40, "b": 30, "c": 2, "d": 1, "e": 0}, 10) == {"b", "c", "d", "e"}
        assert tables._hidden({"a": 40, "b": 30, "c": 6, "d": 5}, 10) == {"c", "d"}
        assert tables._hidden({"a": 40, "b": 30, "c": 0}, 10) == {"c"}

    def test_nothing_is_shown_of_too_few(self) -> None:
        built = file.computed([person(0) for _ in range(9)], ASKED, plan())
        assert (built["rows"], built["rows_withheld"]) == (None, "n<10")
        built = file.computed(PEOPLE[:9], ASKED, plan())
        assert not any(group["shown"] for one in built["tables"] for group in one["groups"])
        assert report.report(framed(plan(), built, used=9)).sections

    def test_who_was_drawn_by_chance_is_told_from_who_chose_to_answer(self, built: dict[str, Any]) -> None:
        drawn = plan(sample={"kind": "random", "how": "名册", "population": 1000})
        assert built["indicative"]
        assert not file.computed(PEOPLE, ASKED, drawn)["indicative"]

    def test_an_answer_that_nobody_gave_does_not_stop_the_weighting_but_is_named(self) -> None:
        women = [person(number) for number in range(80) if number % 4 != 3]

        built = file.computed(women, ASKED, plan())

        assert built["weights"]["empty"] == [["sex", "m"]]

    def test_who_did_not_say_keeps_the_share_of_the_sample(self) -> None:
        silent = [
            {k: v for k, v in one.items() if k != "sex"} if n % 8 == 0 else one
            for n, one in enumerate(PEOPLE)
        ]

        built = file.computed(silent, ASKED, plan())

        said = table(built, "sex")[0]
        assert float(said["w"]) == pytest.approx(70, abs=1e-3)

    def test_several_known_shares_are_raked(self) -> None:
        shares = {"xz": "0.7", "sq": "0.3"}
        held = plan(
            targets=[
                {"question": "sex", "shares": {"f": "0.5", "m": "0.5"}, "source": "x"},
                {"question": "city", "shares": shares | {"else": "0"}, "source": "x"},
            ]
        )
        people = [person(number, sex=("f", "m")[number % 3 == 0]) for number in range(60)]

        built = file.computed(people, ASKED, held)

        assert built["weights"]["method"] == "raking"
        found = {one["choice"]: float(one["share"]) for one in table(built, "city")[0]["shares"]}
        assert found == pytest.approx({"xz": 0.7, "sq": 0.3, "else": 0}, abs=1e-4)

    @given(st.integers(0, 10**6))
    @settings(max_examples=25, deadline=None)
    def test_any_answers_give_a_file_and_a_report(self, seed: int) -> None:
        chance = random.Random(seed)
        people = [
            ASKED.kept(
                person(
                    chance.randrange(99),
                    bought=chance.choice(["yes", "no"]),
                    city=chance.choice(["xz", "sq"]),
                )
            )
            for _ in range(chance.randrange(1, 50))
        ]

        built = file.computed(people, ASKED, plan())

        json.dumps(built, allow_nan=False)
        document = report.report(framed(plan(), built, used=len(people)))
        assert document.caution


def framed(held: dict[str, Any], built: dict[str, Any], *, used: int) -> dict[str, Any]:
    counts = {
        "received": used,
        "left_out": 0,
        "used": used,
        "flagged": dict.fromkeys(faults.FLAG_WORDS, 0),
    }
    return {"project": {"title": "演示"}, "plans": [{"plan": held}], "answers": counts, **built}


class TestSatisfaction:
    HELD = surveying_plan.plan(surveying_plan.SATISFACTION, alliance.load())
    QUESTIONS = of_plan(HELD)

    @classmethod
    def answers(cls, number: int) -> dict[str, Any]:
        items = [item["question"] for part in cls.HELD["score"]["parts"] for item in part["items"]]
        cities = [city.code for city in alliance.load().cities]
        return {
            "city": cities[number % 2],
            "age": "60",
            "sex": "f",
            "lives": "town",
            **{
                key: ("none" if (number + place) % 11 == 0 else str(3 + (number + place) % 3))
                for place, key in enumerate(items)
            },
        }

    def test_all_very_pleased_is_a_hundred_and_all_in_the_middle_fifty(self) -> None:
        for step, points in (("5", 100), ("3", 50), ("1", 0)):
            people = [
                {
                    key: (step if key not in ("city", "age", "sex", "lives") else value)
                    for key, value in self.answers(n).items()
                }
                for n in range(40)
            ]
            whole = file.computed(people, self.QUESTIONS, self.HELD)["scores"][0]
            assert float(whole["index"]["value"]) == pytest.approx(points)

    @pytest.fixture(scope="class")
    @classmethod
    def built(cls) -> dict[str, Any]:
        return file.computed([cls.answers(n) for n in range(90)], cls.QUESTIONS, cls.HELD)

    def test_the_index_is_the_mean_of_its_parts_and_each_of_its_items(self, built: dict[str, Any]) -> None:
        whole = built["scores"][0]
        parts = [float(part["score"]["value"]) for part in whole["parts"]]
        assert float(whole["index"]["value"]) == pytest.approx(sum(parts) / 3, abs=1e-5)
        for part in whole["parts"]:
            items = [float(item["score"]["value"]) for item in part["items"]]
            assert float(part["score"]["value"]) == pytest.approx(sum(items) / len(items), abs=1e-5)

    def test_the_report_sets_the_parts_beside_the_national_years_and_every_number_has_its_margin(
        self, built: dict[str, Any]
    ) -> None:
        document = report.report(framed(self.HELD, built, used=90))
        tables = [one for section in document.sections for one in section.tables if "百城" in one.caption]
        assert [row[0] for row in tables[0].rows[1:]] == ["2023", "2021", "2020", "2019", "2017"]
        assert tables[0].rows[3][1:5] == ("81.36", "80.62", "74.70", "79.32")
        assert all(year["mark"] in ("read", "derived") for year in surveying_plan.data()["national"]["years"])
        drawn = [
            series for section in document.sections for chart in section.charts for series in chart.series
        ]
        assert drawn
        for series in drawn:
            for low, value, high in zip(series.low, series.values, series.high, strict=True):
                assert low is not None
                assert value is not None
                assert high is not None
                assert low <= value <= high
