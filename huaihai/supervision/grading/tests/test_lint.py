"""Every planted error is found and named; an untouched file has none."""

import copy
import random
from typing import Any

import pytest

from huaihai.supervision.grading.lint import lint
from huaihai.supervision.grading.tests import designs, kettles
from huaihai.supervision.grading.tests.breaking import NONSENSE, altered, every_place, leaves
from huaihai.supervision.grading.tests.planted import PLANTED, with_errors
from huaihai.supervision.grading.tests.test_second import published
from tests.effort import examples

type Json = dict[str, Any]

LOTS = 200


def codes(file: Json) -> set[str]:
    return {finding.code for finding in lint(file)}


def test_an_untouched_file_has_no_finding_nor_one_whose_first_purchase_is_not_compared() -> None:
    file = kettles.file()
    assert lint(file) == []
    file["first_purchase_on"] = "2026-02-25"
    assert lint(file) == []
    file["first_purchase_on"] = "2026-02-19"  # but not before the plan
    assert codes(file) == {"plan-after-purchase"}
    assert lint(with_errors("firmness untrue"), firm=False) == []  # that need not be computed again


def test_random_files_have_no_finding() -> None:
    chance = random.Random(3)
    for _ in range(examples(80, long=400)):
        assert lint(framed(designs.design(chance, draws=chance.choice((0, 100))))) == []


def framed(design: Json) -> Json:
    """A random design as a published file."""
    file = published(design)
    file |= {"format": "huaihai-supervision-test/1", "first_purchase_on": "2026-03-02"}
    file["plans"][0]["registered_at"] = "2026-02-20T10:00:00+08:00"
    for product in file["products"]:
        product["bought_on"] = "2026-03-02"
    return kettles.sealed(file)


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_error_is_found_and_called_by_its_name(name: str) -> None:
    assert codes(with_errors(name)) == set(PLANTED[name][1].split())


def test_a_table_without_readings_is_checked_from_its_printed_parts() -> None:
    file = with_errors("downgrade lost")
    file["readings"] = []
    assert codes(file) == {"no-readings", "downgrade-lost"}
    assert codes(kettles.file() | {"readings": []}) == {"no-readings"}


def test_no_word_of_the_results_can_be_altered_unseen() -> None:
    chance = random.Random(11)
    for _ in range(examples(30, long=200)):
        file = framed(designs.design(chance, draws=100))
        places = list(leaves(file["results"]))
        for holder, name in chance.sample(places, min(len(places), 8)):
            kept = holder[name]
            holder[name] = altered(kept)
            assert lint(file), (name, kept, holder[name])
            holder[name] = kept


def test_whatever_is_broken_the_linter_answers() -> None:
    chance, whole = random.Random(5), kettles.file()
    for _ in range(LOTS):
        file = copy.deepcopy(whole)
        for _ in range(chance.randint(1, 3)):
            places = list(every_place(file))
            holder, name = chance.choice(places)
            if chance.random() < 0.3:
                del holder[name]
            else:
                holder[name] = chance.choice(NONSENSE)
        lint(file)
