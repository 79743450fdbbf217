"""What was played once still fits: every chain, every sum, every file and its signature."""

import gzip
import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from huaihai.brands.marks import payload, publishing
from huaihai.brands.models import Mark, ScoreFile
from huaihai.cli import main
from huaihai.governance import verifying
from huaihai.governance.models import AgreementFile, Dossier
from huaihai.insight.models import Release
from huaihai.kit import signing
from huaihai.kit.filestore.sealed import open_original
from huaihai.supervision.models import Release as Findings

pytestmark = pytest.mark.django_db
DEMO = "demo-"


@pytest.mark.parametrize(
    "command",
    [
        "record verify",
        "supervision verify",
        "compensation verify",
        "brands verify",
        "insight verify",
    ],
)
def test_each_check_of_the_program_finds_nothing(command: str) -> None:
    _passes(*command.split())


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
