"""docs/asvs.csv and docs/security.md say what is so."""

import ast
import csv
import re
from collections import Counter
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import get_default_password_validators

from huaihai.cases.consumer.tracking import access
from huaihai.front import few_threads
from huaihai.front.commands import THREADS
from huaihai.kit.filestore import kinds, redraw
from huaihai.members import sessions, tries
from tests.security import code

SHEET = code.ROOT / "docs/asvs.csv"
PAGE = code.ROOT / "docs/security.md"
LEVEL_1, LEVEL_2 = 70, 183  # requirements of ASVS 5.0.0
WITH_A_TEST = 0.85


@cache
def rows() -> list[dict[str, str]]:
    with SHEET.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def functions_of(path: str) -> set[str]:
    program = ast.parse((code.ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in program.body if isinstance(node, ast.FunctionDef)}


def _shortest_password() -> int:
    validators: Any = get_default_password_validators()
    return int(next(one.min_length for one in validators if hasattr(one, "min_length")))


def test_every_requirement_has_its_row() -> None:
    names = [row["requirement"] for row in rows()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"V\d+\.\d+\.\d+", name) for name in names)
    assert Counter(row["level"] for row in rows()) == {"1": LEVEL_1, "2": LEVEL_2}


def test_every_row_is_a_test_or_says_why_not() -> None:
    for row in rows():
        assert row["state"] in {"tested", "absent", "reason", "missing"}
        assert bool(row["tests"]) == (row["state"] in {"tested", "absent"}), row
        assert row["tests"] or row["words"], row


def test_tests_that_are_named_exist() -> None:
    for row in rows():
        for test in re.findall(r"(\S+\.py)::(test_\w+)", row["tests"]):
            assert test[1] in functions_of(test[0]), test


def test_most_rows_have_a_test() -> None:
    tested = sum(bool(row["tests"]) for row in rows())
    assert tested / len(rows()) >= WITH_A_TEST


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (r"(\d+) minutes without a click, \d+ hours", sessions.IDLE / 60),
        (r"minutes without a click, (\d+) hours", sessions.LONGEST / 3600),
        (r"(\d+) days on that device", settings.SESSION_COOKIE_AGE / 86_400),
        (r"Passwords have (\d+) characters", _shortest_password()),
        (r"a file \| (\d+) MB", settings.EVIDENCE_MAX_BYTES / 2**20),
        (r"a picture (\d+) million pixels", redraw.MOST_PIXELS["PNG"] / 1e6),
        (r"a JPEG (\d+)\)", redraw.MOST_PIXELS["JPEG"] / 1e6),
        (r"a WebP ([\d.]+)", redraw.MOST_PIXELS["WebP"] / 1e6),
        (r"a PDF (\d+) pages", redraw.MOST_PAGES),
        (r"wrong receipt codes \| (\d+) a number", access.TRIES_HERE.most),
        (r"and (\d+) a network in 15 minutes", access.TRIES_A_NETWORK.most),
        (r"at once \| (\d+) acts", settings.FALL_DUE_BRAKE),
        (r"A name has (\d+) tries", tries.PASSWORDS.here.most),
        (r"together (\d+) passwords", tries.PASSWORDS.elsewhere.most),
        (r"and (\d+) codes a day", tries.CODES.elsewhere.most),
        (r"A network has (\d+) wrong tries", tries.WRONG_A_NETWORK.most),
    ],
)
def test_the_page_says_what_the_program_does(words: str, value: Any) -> None:
    found = re.search(words, PAGE.read_text(encoding="utf-8"))
    assert found, words
    assert float(found.group(1)) == value


def test_the_page_names_the_kinds_of_files_and_the_threads() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for kind in kinds.PICTURES:
        assert kind.partition("/")[2].upper() in text.upper()
    assert {8: "eight", 3: "three"}[THREADS] in text
    assert {8: "eight", 3: "three"}[few_threads.THREADS] in text
