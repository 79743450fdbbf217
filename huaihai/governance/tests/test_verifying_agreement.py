"""The file about a version of the agreement: genuine it fits, changed it does not."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from huaihai import cli
from huaihai.governance import membership, signed, verifying
from huaihai.governance.agreement import proof, verbs
from huaihai.governance.agreement import signing as agreement_signing
from huaihai.governance.models import AgreementVersion, Signature
from huaihai.governance.tests import agreements
from huaihai.governance.tests.sealed import (
    Content,
    as_first_format,
    changed,
    content_of,
    failing,
    forged,
    leaves,
    signed_again,
    with_leaf,
)
from huaihai.kit import signing
from huaihai.law.sureness import Sureness
from tests.posts import AT, PROGRAM, body

pytestmark = pytest.mark.django_db


@pytest.fixture
def file() -> bytes:
    agreements.assemble()
    version = agreements.opened()
    agreements.sign(version, agreements.SISTER)
    agreements.sign(version, agreements.OFFICE)
    return proof.signed_file(version)


def test_a_genuine_file_fits(file: bytes) -> None:
    assert failing(file) == set()
    assert verifying.subject_of(file).format == signed.AGREEMENT
    assert not verifying.subject_of(file).is_resolution
    with pytest.raises(verifying.NotReadable):
        verifying.number_of(file)


def test_each_single_value_is_covered(file: bytes) -> None:
    whole = json.loads(file)
    ways = list(leaves(whole))
    assert [way for way in ways if not failing(json.dumps(with_leaf(whole, way, "another")).encode())] == []


def test_a_file_of_the_first_format_still_fits_and_says_what_it_cannot_prove(file: bytes) -> None:
    first = as_first_format(file)
    assert failing(first) == set()
    found = verifying.check(first, keys=signing.public_keys())
    assert [one.name for one in found if not one.is_possible] == ["names"]


@pytest.mark.parametrize(
    ("path", "to", "seen"),
    [
        (("alliance",), "另一个联盟", "names"),
        (("bodies", agreements.SISTER), "另一个单位", "names"),
        (("is_demo",), True, "names"),
        (("remark",), "一致同意", "known"),
        (("signatures", 0, "remark"), "一致同意", "known"),
        (("made_at",), "2020-01-01T09:00:00.000000+08:00", "moments"),
    ],
)
def test_what_stands_around_it_is_seen_though_it_is_signed(
    file: bytes, path: tuple[Any, ...], to: Any, seen: str
) -> None:
    assert seen in failing(signed_again(file, changed(path, to)))


def _sign_twice(content: Content) -> None:
    content["signatures"].append(content["signatures"][0])


def _sign_for(*bodies: str) -> Callable[[Content], None]:
    """Signatures that the record does not tell of."""

    def change(content: Content) -> None:
        for one in bodies:
            content["signatures"].append({**content["signatures"][0], "body": one})

    return change


def _lose_an_event(content: Content) -> None:
    del content["record"][-1]


def _set_a_day(day: str, members: list[Content]) -> Callable[[Content], None]:
    """A day in the record, chained as it should be, and in the file."""

    def change(content: Content) -> None:
        last = content["record"][-1]
        facts = {"from": day, "hash": content["document_hash"], "members": members}
        content["record"].append({**last, "verb": "agreement day set", "facts": facts})
        content["in_force_from"] = day

    return change


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (changed(("document", "text"), "Another text."), {"text"}),
        (changed(("document", "annexes"), []), {"text"}),
        (changed(("document_hash",), "0" * 64), {"text", "signatures", "agreement"}),
        (changed(("signatures", 0, "document_hash"), "0" * 64), {"signatures", "agreement"}),
        (changed(("signatures", 0, "signed_at"), "2026-11-24T09:00:00"), {"signatures", "agreement"}),
        (changed(("signatures", 0, "event"), 1), {"agreement"}),
        (changed(("signatures",), []), {"agreement"}),
        (changed(("stage",), "withdrawn"), {"agreement"}),
        (changed(("not_before",), "2027-01-01"), {"agreement"}),
        (changed(("in_force_from",), "2026-11-25"), {"day"}),
        (changed(("key",), "agreement-2026-9"), {"record"}),
        (_sign_twice, {"signatures"}),
        (_sign_for("city:371700"), {"agreement"}),
        (_lose_an_event, {"agreement"}),
        (_set_a_day("2026-11-25", []), {"day"}),
        (_set_a_day("2026-11-25", [{"body": "city:371700", "from": "2020-11-24", "until": ""}]), {"day"}),
        (_set_a_day("2026-11-23", [{"body": "city:320300", "from": "2020-11-24", "until": ""}]), {"day"}),
        (changed(("members",), "x"), {"unreadable"}),
        (changed(("record",), []), {"record", "agreement"}),
        (changed(("signatures",), None), {"unreadable"}),
        (changed(("signatures",), ["x"]), {"unreadable"}),
        (changed(("signatures", 0, "signed_at"), "yesterday"), {"unreadable"}),
    ],
)
def test_a_changed_file_fails_where_it_was_changed(
    file: bytes, change: Callable[[Content], None], seen: set[str]
) -> None:
    assert failing(signed_again(file, change)) == seen
    if seen != {"unreadable"}:
        assert failing(forged(file, change)) == {*seen, "signature"}


def test_a_step_of_the_record_that_was_changed_alone_breaks_the_chain(file: bytes) -> None:
    change = changed(("record", 0, "by"), "account:other")
    assert failing(signed_again(file, change, rechain=False)) == {"record"}
    assert failing(signed_again(file, changed(("record", 3, "facts", "body"), "x"))) == {
        "agreement",
        "names",
    }


def test_the_day_is_worked_out_again_from_members_signatures_and_the_day_named() -> None:
    agreements.assemble()
    version = agreements.opened(not_before_on=date(2027, 1, 1))
    agreements.sign_all(version, membership.members_on(agreements.TODAY))
    file = proof.signed_file(version)
    assert (content_of(file)["in_force_from"], failing(file)) == ("2027-01-01", set())
    newcomer = {"body": "county:320302", "from": "2026-12-01", "until": ""}
    joined = [*content_of(file)["members"], newcomer]
    assert failing(signed_again(file, changed(("members",), joined))) == {"day"}
    assert failing(signed_again(file, changed(("not_before",), "2027-02-01"))) == {"day", "agreement"}


def test_a_day_that_came_fits_also_when_a_newcomer_has_signed_since() -> None:
    agreements.assemble()
    version = agreements.opened()
    agreements.sign_all(version, membership.members_on(agreements.TODAY))
    membership.join(
        body=body("county:320302"),
        from_on=agreements.TODAY,
        resolution=None,
        source="test",
        mark=Sureness.READ,
        by=PROGRAM,
        at=agreements.later(1),
    )
    agreements.sign(version, "county:320302", at=agreements.later(2))
    file = proof.signed_file(version)
    assert len(content_of(file)["signatures"]) == 11
    assert failing(file) == set()
    unset = agreements.TODAY + timedelta(days=2)
    assert "day" in failing(signed_again(file, _set_a_day(unset.isoformat(), content_of(file)["members"])))


def test_every_verb_that_changes_what_the_file_says_keeps_a_file_that_fits() -> None:
    agreements.assemble()
    version = agreements.draft()
    assert version.files.count() == 0
    version = verbs.open_for_signing(version, seen=version.version, by=PROGRAM, at=AT)
    agreements.sign(version, agreements.SISTER)
    last = agreement_signing.earliest_last_day(agreements.TODAY)
    agreement_signing.give_notice(body=body(agreements.SISTER), last_on=last, by=PROGRAM, at=AT)
    agreement_signing.take_back(body=body(agreements.SISTER), by=PROGRAM, at=agreements.later(1))
    verbs.withdraw(version, reason="x", seen=version.version, by=PROGRAM, at=agreements.later(2))
    files = list(version.files.all())
    told = [json.loads(one.content) for one in files]
    assert [one["stage"] for one in told] == ["open", "open", "open", "open", "withdrawn"]
    ends = [next(row for row in one["members"] if row["body"] == agreements.SISTER)["until"] for one in told]
    assert ends == ["", "", last.isoformat(), "", ""]
    for one in files:
        assert failing(verifying.wrap(one.content, key_id=one.key_id, signature=one.signature)) == set()


def test_what_somebody_changed_in_the_database_is_not_signed_as_if_it_were_true(client: Client) -> None:
    agreements.assemble()
    version = agreements.opened()
    agreements.sign(version, agreements.OFFICE)
    address = reverse("alliance-agreement-file", args=[version.key])
    before = client.get(address).content
    Signature.objects.all().delete()
    AgreementVersion.objects.update(in_force_from=agreements.TODAY)
    assert client.get(address).content == before
    assert version.files.count() == 2
    version.refresh_from_db()
    with transaction.atomic():
        proof.keep(version, at=agreements.later(1))
    assert failing(client.get(address).content) == {"day", "agreement"}


def test_one_kind_of_file_does_not_pass_for_the_other(file: bytes) -> None:
    other = signed_again(file, changed(("format",), signed.FORMAT), rechain=False)
    assert failing(other) == {"unreadable"}


def test_the_command_says_which_version_it_is(
    file: bytes, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "agreement.json"
    path.write_bytes(file)
    assert cli.main(["governance", "verify", str(path), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Version ")
    assert told.count("✓") == 9
