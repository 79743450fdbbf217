"""The conformance suite: as it is written down, and by the program and by the second one."""

import gzip
import json
import re
from datetime import UTC, datetime
from unittest import mock

import passport_suite
import pytest
from jsonschema import Draft202012Validator

from huaihai.cases.passport import checking, spelling
from huaihai.cases.passport.bad import REASONS, Bad
from huaihai.cases.passport.tests import scene
from huaihai.cases.passport.tests.suite import files
from huaihai.cases.passport.tests.suite.making import File
from huaihai.kit.canonical import canonical

AS_OF = datetime(2026, 12, 1, tzinfo=UTC)
ALL = files()


def reason_of(file: File) -> str:
    try:
        checking.check(file.kind, file.data, scene.keys(), now=AS_OF, beside=file.beside)  # type: ignore[arg-type]
    except Bad as bad:
        return bad.code
    return ""


@pytest.mark.parametrize("file", ALL, ids=[f"{one.reason or 'fits'}: {one.about}" for one in ALL])
def test_each_file_has_its_one_verdict(file: File) -> None:
    assert reason_of(file) == file.reason


def test_there_are_enough_and_each_reason_is_met() -> None:
    reasons = [one.reason for one in ALL]

    assert reasons.count("") >= 40
    assert len(reasons) - reasons.count("") >= 120
    assert set(reasons) == {*REASONS, ""} - {"not_sealed"}  # its files are opened already
    assert len({one.about for one in ALL}) == len(ALL)


def test_the_files_of_the_guide_are_these() -> None:
    for path, data in passport_suite.written().items():
        found = path.read_bytes()
        assert (gzip.decompress(found) if path.suffix == ".gz" else found) == data, path


def test_the_guide_names_each_reason() -> None:
    guide = (passport_suite.ROOT / "docs/guides/passport.md").read_text(encoding="utf-8")

    assert {*re.findall(r"^\| `([a-z_0-9]+)` \|", guide, re.MULTILINE)} >= {*REASONS}


def test_the_json_schema_takes_what_fits_and_refuses_other_parts() -> None:
    validator = Draft202012Validator(json.loads(passport_suite.SCHEMA.read_bytes()))
    parts = {
        "missing_name",
        "unknown_name",
        "unknown_code",
        "too_long",
        "unknown_version",
        "unknown_kind",
    }

    for file in ALL:
        if file.kind == "thread" or (file.reason and file.reason not in parts):
            continue
        assert validator.is_valid(json.loads(file.data)) is (not file.reason), file.about


CHECKS = {
    ("spelling", "_depth", 0): {"too_deep"},
    ("spelling", "_once", dict): {"doubled_name"},
    ("spelling", "_whole", int): {"not_whole"},
    ("spelling", "_fraction", int): {"not_whole"},
    ("spelling", "_no_json", len): {"not_json"},
    ("spelling", "_look", None): {"null", "bad_text", "bad_name"},
    ("rules", "_words", None): {"words_missing"},
    ("rules", "_days_fit", True): {"bad_clock"},
    ("rules", "_pauses_fit", True): {"bad_clock"},
    ("rules", "_state_fits", True): {"bad_clock"},
    ("rules", "articles", None): {"unlisted_article"},
    ("rules", "_files", None): {"doubled_evidence"},
    ("rules", "_question", None): {"words_missing"},
    ("rules", "_not_after", None): {"after_message"},
    ("rules", "_left_out", None): {"not_listed", "listed_but_there", "words_missing"},
    ("thread", "_check_decision", None): {
        "no_such_offer",
        "already_refused",
        "already_accepted",
        "already_withdrawn",
    },
    ("thread", "_check_withdrawal", None): {"already_refused", "already_given"},
    ("thread", "_check_deed", None): {
        "deed_without_acceptance",
        "second_deed",
        "already_withdrawn",
        "unlisted_article",
    },
    ("thread", "_check_answer", None): {"no_such_question", "already_answered"},
    ("thread", "_refuse_after", None): {
        "already_refused",
        "already_accepted",
        "already_withdrawn",
        "second_deed",
    },
    ("thread", "Thread._check_place", None): {
        "chain_broken",
        "seen_unknown",
        "seen_backwards",
        "time_backwards",
    },
    ("thread", "Thread._check_link", None): {"seen_unknown", "seen_other"},
    ("thread", "Thread._check_owner", None): {"ended", "not_the_owner", "offer_open"},
    ("thread", "Thread._check_offer", None): {"return_wanted", "no_such_offer"},
    ("messages", "is_signed", True): {"bad_signature"},
    ("messages", "_check_receiver", None): {"wrong_receiver"},
    ("messages", "check_evidence", None): {"evidence_unlisted", "evidence_size", "evidence_hash"},
    ("peers", "is_signed", True): {"bad_signature"},
}


@pytest.mark.parametrize(
    ("check", "reasons"), CHECKS.items(), ids=lambda value: str(value[1]) if isinstance(value, tuple) else ""
)
def test_a_rule_that_is_gone_is_missed(check: tuple[str, str, object], reasons: set[str]) -> None:
    """Without this check some file of each of its reasons gets another verdict."""
    module, name, answer = check
    instead = answer if callable(answer) else lambda *_, **__: answer
    where = f"huaihai.cases.passport.{module}.{name}"
    if name == "check_evidence":
        where = f"huaihai.cases.passport.checking.{name}"
    with mock.patch(where, instead):
        missed = {one.reason for one in ALL if one.reason in reasons and _reason_without(one) != one.reason}

    assert missed == reasons


def _reason_without(file: File) -> str:
    try:
        return reason_of(file)
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        return type(error).__name__


def test_it_is_the_spelling_of_rfc_8785() -> None:
    """Its own example (3.2.4), without the fractions and null that this format does not have."""
    value = {
        "peach": 1,
        "numbers": [333333333, 1, -2],
        "string": '\u20ac$\u000f\nA\'B"\\\\"/',
        "literals": [True, False],
    }
    spelt = canonical(value).decode()

    assert spelt == (
        '{"literals":[true,false],"numbers":[333333333,1,-2],"peach":1,'
        '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert spelling.read(b'{"a":[1,{}],"b":""}') == {"a": [1, {}], "b": ""}
