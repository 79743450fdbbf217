"""What is written out is what is put in again; and which databases take no demo."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from demo import writing
from django.core.files.base import ContentFile
from django.db import connection, models, transaction
from django.test import override_settings

from huaihai import alliance
from huaihai.cases.life import CONSUMER
from huaihai.cases.models import Case
from huaihai.cases.verbs import care
from huaihai.front import commands
from huaihai.front.demo import installing, rows
from huaihai.kit import demo_keys, filestore
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.record.models import Clock, Event
from tests import cast
from tests.keys import dump

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the rows of this alliance lie, in a demo."""
    settings.DEMO = True
    settings.FILES = tmp_path / "files"
    settings.KEYRING = demo_keys.joined_to(settings.KEYRING)
    ours = replace(alliance.load(), folder=tmp_path)
    monkeypatch.setattr(installing.alliance, "load", lambda _folder=None: ours)
    return tmp_path / installing.FOLDER


@pytest.fixture
def written(folder: Path) -> Case:
    """A case with a picture and a paused clock, written out; then the database is empty."""
    people = cast.assemble()
    case = cast.negotiating(people)
    stored = filestore.store(ContentFile(PICTURE.read_bytes(), name="演示.png"))
    care.add_evidence(case, file=stored, name="演示.png", party=CONSUMER, by=cast.li(case), at=cast.TUESDAY)
    with transaction.atomic():
        facts = {"shown": [str(case.pk)], "cases": 1}
        events.write(subject=installing.SUBJECT, verb="demo loaded", by="x", at=cast.TUESDAY, facts=facts)
    writing.write(folder)
    with connection.constraint_checks_disabled():
        for model in rows.kept_models().values():
            models.QuerySet(model)._raw_delete(connection.alias)
    for file in (folder.parent / "files").rglob("*.*"):
        file.unlink()
    return case


PICTURE = Path(__file__).parents[2] / "tools" / "demo" / "pictures" / "kettle.png"


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.glob(f"*{rows.ENDING}"))}


def test_what_was_written_is_put_in_and_written_again_the_same(written: Case, folder: Path) -> None:
    before = texts(folder)
    assert "record_clock.jsonl" in before

    assert installing.load() == installing.Loaded(1, 0)
    writing.write(folder)

    assert texts(folder) == before
    assert not [subject for (subject,) in Event.objects.values_list("subject") if events.broken_at(subject)]


def test_what_is_sealed_opens_and_is_sealed_by_the_installations_own_key(
    written: Case, folder: Path, settings: Any
) -> None:
    assert written.story in (folder / "cases_case.jsonl").read_text()

    installing.load()

    held = Case.objects.values_list("story", flat=True).get(pk=written.pk)
    assert str(held).startswith(f"a256gcm|{settings.KEYRING.rings[cast.HOME].current}.")
    assert dump.misplaced() == []
    lead = {value for value, case in dump.of_cases().items() if case == written.pk}
    assert dump.opens(settings.KEYRING.rings[cast.LEAD]) == lead
    assert Case.objects.get(pk=written.pk).story == written.story
    shown = Case.objects.get(pk=written.pk).evidence.get()
    assert b"".join(filestore.sealed.open_original(shown.sha256)) == PICTURE.read_bytes()


def test_rows_that_are_written_next_are_counted_on(written: Case) -> None:
    installing.load()

    clock = Clock.objects.order_by("pk").last()
    assert clock is not None
    last, clock.pk, clock.name = clock.pk, None, "another"
    clock.save()
    assert clock.pk == last + 1


def test_a_second_load_changes_nothing(written: Case) -> None:
    installing.load()
    number = Event.objects.count()

    assert installing.load() is None
    assert Event.objects.count() == number


def test_a_database_that_is_no_demo_takes_none(folder: Path) -> None:
    cast.assemble()
    number = Organisation.objects.count()

    with pytest.raises(installing.CannotLoad, match="DEMO=0"):
        installing.load()
    assert Organisation.objects.count() == number


def test_an_alliance_without_rows_is_told_how_to_make_them(folder: Path) -> None:
    with pytest.raises(installing.CannotLoad, match="make demo-rows"):
        installing.load()


def test_rows_of_another_version_are_refused_by_name(written: Case, folder: Path) -> None:
    file = folder / "cases_case.jsonl"
    file.write_text(file.read_text().replace('"story"', '"tale"', 1))

    with pytest.raises(installing.CannotLoad, match=r"cases_case .* make demo-rows"):
        installing.load()
    assert not Organisation.objects.exists()


def test_outside_the_demo_its_database_is_not_served(
    written: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    installing.load()

    with override_settings(DEMO=False):
        assert not commands._prepare()
    said = capsys.readouterr().err
    assert "HUAIHAI_DEMO=1" in said
    assert said.count("\n") == 1
