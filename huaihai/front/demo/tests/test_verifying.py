"""What was played once still fits: every chain, every sum, every file and its signature."""

import gzip
import io
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from huaihai.brands.marks import payload, publishing
from huaihai.brands.models import Mark, ScoreFile
from huaihai.cases.models import Complainant
from huaihai.cli import main
from huaihai.front.demo.tests.test_loading import MORNING, WITHOUT_THE_ENGINE
from huaihai.governance import verifying
from huaihai.governance.models import AgreementFile, Contact, Dossier
from huaihai.insight.models import Release
from huaihai.kit import clock, signing
from huaihai.kit.filestore.sealed import open_original
from huaihai.members.models import Account
from huaihai.record.due import _all as everything_due
from huaihai.record.log import sequencing
from huaihai.record.models import Clock, Event
from huaihai.record.verify import whole
from huaihai.supervision.models import Release as Findings

pytestmark = pytest.mark.django_db
DEMO = "demo-"


@pytest.mark.parametrize(
    "command",
    [
        "verify",
        "insight verify",
    ],
)
def test_each_check_of_the_program_finds_nothing(command: str) -> None:
    _passes(*command.split())


@WITHOUT_THE_ENGINE
def test_seven_days_pass_at_once_survive_a_restart_and_change_no_row_without_an_event(client: Client) -> None:
    due = Clock.objects.running().filter(
        name="negotiate", due_on__lt=settings.DEMO_DAY + timedelta(days=7), paused_on=None
    )
    assert due.exists()
    sequencing.sequence_all()

    client.post("/demo/day/", {"days": "7"})
    clock._Held.day = None

    assert clock.today() == settings.DEMO_DAY + timedelta(days=7)
    assert not due.exists()
    assert list(everything_due(MORNING + timedelta(days=7))) == []
    assert sequencing.sequence_all() > 20
    seen = whole.prepare([], [], with_keys=True)
    assert [str(one) for one in whole.findings(seen)] == []
    assert seen.counted.subjects > 3_000


@pytest.mark.parametrize("model", [Dossier, AgreementFile])
def test_files_of_resolutions_and_of_the_agreement_fit_and_name_the_demo(model: type[Dossier]) -> None:
    held = model.objects.all()

    assert held
    for one in held:
        file = verifying.wrap(one.content, key_id=one.key_id, signature=one.signature)
        assert verifying.key_of(file).startswith(DEMO)
        assert verifying.all_fit(verifying.check(file, keys=signing.public_keys()))


def test_marks_are_genuine_and_name_the_demo() -> None:
    marks = Mark.objects.all()

    assert marks
    for mark in marks:
        assert mark.key_id.startswith(DEMO)
        assert payload.verify(mark.payload, publishing.public_keys()).number == mark.number


def test_statistics_are_genuine_and_name_the_demo() -> None:
    assert Release.objects.count() >= 3
    for release in Release.objects.all():
        content = b"".join(open_original(release.file_hash))
        assert release.key_id.startswith(DEMO)
        assert signing.is_genuine(content, key_id=release.key_id, value=release.signature)


def test_grades_and_scores_are_computed_again(tmp_path: Path) -> None:
    _each(tmp_path, [one.file.encode() for one in Findings.objects.filter(project__kind="test")], _grades)
    scores = [gzip.decompress(b"".join(open_original(one.stored))) for one in ScoreFile.objects.all()]
    _each(tmp_path, scores, _scores)


def _each(folder: Path, contents: list[bytes], recompute: Callable[[str], None]) -> None:
    assert contents
    for number, content in enumerate(contents):
        file = folder / f"{number}.json"
        file.write_bytes(content)
        recompute(str(file))


def _grades(file: str) -> None:
    _passes("supervision", "recompute", file)


def _scores(file: str) -> None:
    _passes("brands", "recompute", file)


def _passes(*command: str) -> None:
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = main(command)
    assert code == 0, (command, out.getvalue(), err.getvalue())


NUMBER = re.compile(r"(?<![0-9a-fA-F-])(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{17}[\dXx])(?![0-9a-fA-F-])")


def test_no_fact_of_an_event_holds_personal_data() -> None:
    """Facts stay for good, also after an erasure; what people are called and where they are reached stands in texts."""
    people = {
        name for one in Complainant.objects.all() for name in (one.name, one.phone, one.email, one.address)
    }
    people |= {account.display_name for account in Account.objects.all()}
    people |= {phone for one in Contact.objects.all() for phone in (one.phone, one.private_phone)}
    names = re.compile("|".join(re.escape(one) for one in sorted(people) if len(one) > 1))

    held = [
        (event.subject, event.verb, said)
        for event in Event.objects.order_by("pk").only("subject", "verb", "facts").iterator()
        for said in _texts_in(event.facts)
        if names.search(said) or NUMBER.search(said)
    ]
    assert held == []


def _texts_in(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from (text for pair in value.items() for one in pair for text in _texts_in(one))
        case list():
            yield from (text for one in value for text in _texts_in(one))
