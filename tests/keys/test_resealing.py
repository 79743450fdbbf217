"""A new key: everything comes under it while the desk works, and nothing is lost."""

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event as Flag
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.contrib.sessions.models import Session
from django.core.files import File
from django.db import connection, models, transaction
from django.test import Client

from huaihai.cases.models import Case, Complainant
from huaihai.cases.passing import own
from huaihai.cases.search import indexing
from huaihai.cli import main
from huaihai.education.models import Subscription
from huaihai.kit import filestore, key_check, keyring, sealing
from huaihai.kit.fields import Sealed
from huaihai.kit.filestore import sealed as files
from huaihai.kit.ids import new_id
from huaihai.kit.keys import carrying, columns, resealing
from huaihai.kit.models import KeyCheck
from huaihai.supervision.visiting import uploading
from tests.cast import PHONE, SECRET, TUESDAY, assemble, filed, forwarded, sign_in
from tests.threads import each_at_once

ENOUGH_ROUNDS = 15


def rotated(var: Path) -> str:
    ring = keyring.rotate_sealing(var)
    sealing.look_now()
    return ring.sealing_current


def bearing(*keys: str) -> list[str]:
    """Every table in which something is sealed with one of these keys, looked through as it lies there."""
    found, head = (
        [],
        re.compile(rf"a256gcm\|({'|'.join(keys)})(\.|\||\\n)"),
    )  # of a case, of a text, of contents
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- names of tables
            if any(head.search(str(row)) for row in cursor.fetchall()):
                found.append(table)
    return found


def stored(content: bytes) -> str:
    return filestore.store(File(io.BytesIO(content), name="proof.txt")).sha256


@pytest.mark.django_db
def test_everything_comes_under_the_new_key_and_reads_as_before(var: Path, old_keys: list[str]) -> None:
    cast = assemble()
    case = forwarded(cast)
    indexing.index_some(at=TUESDAY)
    client = Client()
    sign_in(client, cast.accounts["wang"])
    proof = stored(b"proof")
    said = Case.objects.get(pk=case.pk).story
    assert {
        "cases_case",
        "cases_complainant",
        "cases_searchdoc",
        "cases_searchkey",
        "django_session",
        "mfa_authenticator",
        "record_event",
    } <= set(bearing(*old_keys))
    new = rotated(var)

    done = resealing.everything()

    assert done.rows > 15
    assert (done.files, done.left, done.damaged) == (1, 0, set())
    assert bearing(*old_keys) == []
    keyring.forget_old(var)
    sealing.look_now()
    assert sealing.ring().sealing.keys() == {new}
    assert not sealing.ring().opening.keys() & set(old_keys)
    assert Case.objects.get(pk=case.pk).story == said
    assert Complainant.objects.get(case=case).phone == PHONE
    assert b"".join(filestore.open_original(proof)) == b"proof"
    assert client.get("/desk/").status_code == 200
    factor = Authenticator.objects.get(user=cast.accounts["wang"], type="totp")
    assert decrypt(factor.data["secret"]) == SECRET
    assert resealing.everything() == resealing.Resealed()


def test_a_piece_of_a_photo_opens_after_it(var: Path, old: str) -> None:
    upload, column = new_id(), uploading.sealed_columns()[0]
    row = {"upload_id": upload, "number": 3}
    place = column.place(row)
    held = {**row, "content": sealing.seal_bytes(b"piece", place=place)}
    assert not column.is_old(held)
    new = rotated(var)
    assert column.is_old(held)
    anew = column.renewed(held)
    assert sealing.key_of_bytes(anew) == new
    assert sealing.unseal_bytes(anew, place=place) == b"piece"


@pytest.mark.django_db
def test_what_somebody_changes_meanwhile_stays(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assemble()
    case = filed().case
    rotated(var)
    everywhere = columns.by_model()
    monkeypatch.setattr(columns, "by_model", lambda: {Complainant: everywhere[Complainant]})
    real = transaction.atomic
    changes = [lambda: Complainant.objects.filter(case=case).first()]

    @contextmanager
    def after_a_change(*args: Any, **options: Any) -> Iterator[None]:
        """Somebody was quicker between the look and the lock."""
        if changes and (person := changes.pop()()) is not None:
            person.name = "Li, married (test)"
            person.save()
        with real(*args, **options):
            yield

    monkeypatch.setattr("huaihai.kit.keys.resealing.transaction.atomic", after_a_change)
    resealing.everything()
    assert Complainant.objects.get(case=case).name == "Li, married (test)"
    assert Complainant.objects.get(case=case).phone == PHONE


@pytest.mark.django_db
def test_a_row_read_before_brings_no_old_key_back(var: Path, old_keys: list[str]) -> None:
    assemble()
    case = filed().case
    person = Complainant.objects.get(case=case)
    rotated(var)
    resealing.everything()
    person.save()
    assert bearing(*old_keys) == []
    assert Complainant.objects.get(case=case).phone == PHONE


@pytest.mark.django_db
def test_a_damaged_row_is_named_and_holds_nothing_up(
    var: Path, old_keys: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assemble()
    case = filed().case
    person = Complainant.objects.get(case=case)
    cut = Sealed(f"a256gcm|{old_keys[0]}|AAAAAAAAAAAAAAAA|AAAA")
    models.QuerySet(Complainant).filter(pk=person.pk).update(name=cut)
    key_check.settle()
    rotated(var)
    assert main(["keys", "reseal", "--lang", "en"]) == 1
    told = capsys.readouterr()
    assert f"left as it was: cases_complainant.name of {person.pk}" in told.err
    assert "old keys stay" in told.err
    assert Complainant.objects.get(pk=person.pk).phone == PHONE
    assert bearing(*old_keys) == ["cases_complainant"]


@pytest.mark.django_db
def test_an_old_key_goes_when_nothing_can_bear_it_any_more(
    var: Path, old: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assemble()
    filed()
    assert main(["keys", "rotate"]) == 0
    new = sealing.ring().sealing_current
    assert new != old
    known = set(KeyCheck.objects.filter(name__startswith="sealing").values_list("name", flat=True))
    assert known == {f"sealing {name}" for name in sealing.ring().opening}
    assert known >= {f"sealing {old}", f"sealing {new}"}
    assert main(["keys", "reseal", "--remove-old", "--lang", "en"]) == 1
    assert "what is in work may still bear them" in capsys.readouterr().out
    file = var / keyring.FILE
    file.write_text(json.dumps({**json.loads(file.read_text()), "sealing_from": 0}))

    assert main(["keys", "reseal", "--remove-old"]) == 0

    assert list(keyring.load_or_create(var).sealing) == [new]
    sealing.look_now()
    key_check.compare()
    assert Complainant.objects.get().phone == PHONE
    assert main(["keys", "reseal"]) == 0
    assert "没有旧密钥" in capsys.readouterr().out


@pytest.mark.django_db
def test_telephones_are_found_by_a_new_key(settings: Any, var: Path, old: str) -> None:
    assemble()
    case = filed().case
    person = Complainant.objects.get(case=case)
    codes, index = sealing.blind("card 7", purpose="survey token"), person.phone_index
    assert main(["keys", "rotate", "--index"]) == 0
    field: Any = Complainant._meta.get_field("phone_index")
    assert not Complainant.objects.filter(phone_index=field.of(PHONE))
    done = resealing.everything()
    assert done.damaged == set()
    assert Complainant.objects.get(phone_index=field.of(PHONE)) == person
    assert field.of(PHONE) != index
    assert sealing.blind("card 7", purpose="survey token") == codes
    assert resealing.everything() == resealing.Resealed()
    keyring.forget_old(var)
    key_check.forget_old()
    sealing.look_now()
    key_check.compare()
    assert Complainant.objects.get(phone_index=field.of(PHONE)) == person


@pytest.mark.django_db
def test_what_was_sealed_for_the_key_before_opens_beside_the_new_one(
    var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = own.recipient()
    sent = carrying.sealed_for(before, b"a message on its way")
    assert main(["keys", "rotate", "--passport"]) == 0
    assert "贴" in capsys.readouterr().out
    assert own.recipient() != before
    assert carrying.opened_by("\n".join(own.identities()), sent) == b"a message on its way"
    keyring.rotate_passport(var)
    sealing.look_now()
    with pytest.raises(carrying.CannotCarry):
        carrying.opened_by("\n".join(own.identities()), sent)


@pytest.mark.django_db
def test_two_who_came_while_the_index_changed_are_named(var: Path) -> None:
    """What the database keeps apart by an index, it could not keep apart for that moment."""
    assemble()
    field: Any = Subscription._meta.get_field("address_index")
    first, second = (_subscribed(name) for name in ("a@example.org", "b@example.org"))
    keyring.rotate_finding(var)
    sealing.look_now()
    second.address = first.address
    second.save()
    done = resealing.everything()
    assert len(done.damaged) == 1
    assert Subscription.objects.filter(address_index=field.of("a@example.org")).count() == 1


def _subscribed(address: str) -> Subscription:
    return Subscription.objects.create(
        channel=Subscription.Channel.EMAIL, address=address, asked_at=TUESDAY, confirmed_at=TUESDAY
    )


@pytest.mark.django_db
def test_a_key_that_another_machine_still_has_is_not_asked_for_again(
    settings: Any, var: Path, old: str
) -> None:
    key_check.settle()
    keyring.rotate_sealing(var)
    sealing.look_now()
    key_check.settle()
    both = settings.KEYRING
    key_check.forget_old()
    settings.KEYRING = both
    key_check.settle()
    settings.KEYRING = keyring.forget_old(var)
    key_check.compare()


def test_a_process_that_runs_learns_a_new_key_by_itself(settings: Any, var: Path) -> None:
    """Sealed by another process, which had the new key first."""
    held = settings.KEYRING
    keyring.rotate_sealing(var)
    settings.KEYRING = keyring.load_or_create(var)
    text = sealing.seal("words", place="a.b:1")
    settings.KEYRING = held
    sealing._Look.after = float("inf")
    assert sealing.unseal(text, place="a.b:1") == "words"
    sealing.look_now()


def test_keys_that_are_being_damaged_do_not_stop_a_running_process(settings: Any, var: Path) -> None:
    text = sealing.seal("words", place="a.b:1")
    (var / keyring.FILE).write_text("{")
    sealing.look_now()
    assert sealing.unseal(text, place="a.b:1") == "words"


@pytest.mark.django_db
def test_a_file_that_is_erased_meanwhile_does_not_come_back(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = stored(b"proof")
    rotated(var)
    path = files.original_path(proof)
    real = sealing.unseal_bytes

    def erased(sealed: bytes, *, place: str) -> bytes:
        path.unlink()
        return real(sealed, place=place)

    monkeypatch.setattr(sealing, "unseal_bytes", erased)
    done = resealing.everything()
    assert not path.exists()
    assert (done.files, list(path.parent.iterdir())) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_others_write_while_everything_is_sealed_anew(var: Path, old_keys: list[str]) -> None:
    """Three people change three sessions and one text again and again; each reads what it wrote last."""
    keys = [f"{number:040d}" for number in range(3)]
    for key in keys:
        Session.objects.create(session_key=key, session_data=_sealed(key, 0), expire_date=TUESDAY)
    stop = Flag()

    def writer(key: str) -> Callable[[], int]:
        def write() -> int:
            number = 0
            while not stop.is_set() or number < ENOUGH_ROUNDS:
                with transaction.atomic():
                    held = Session.objects.select_for_update().get(pk=key)
                    assert _opened(key, held.session_data) == number
                    number += 1
                    held.session_data = _sealed(key, number)
                    held.save()
            return number

        return write

    def reseal() -> resealing.Resealed:
        try:
            rotated(var)
            return resealing.everything()
        finally:
            stop.set()

    *written, done = each_at_once(*map(writer, keys), reseal)
    assert isinstance(done, resealing.Resealed), done
    final = [_opened(key, Session.objects.get(pk=key).session_data) for key in keys]
    assert final == written
    assert done.left == 0
    assert bearing(*old_keys) == []


def _place(key: str) -> str:
    return f"django_session.session_data:{key}"


def _sealed(key: str, number: int) -> str:
    return sealing.seal(str(number), place=_place(key))


def _opened(key: str, held: str) -> int:
    return int(sealing.unseal(held, place=_place(key)))
