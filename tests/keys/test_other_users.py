"""Another user of the machine reads nothing of what the service keeps, also before its folder was closed."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from huaihai.kit import private_folder

NOBODY = 65_534
ROOT = Path(__file__).parents[2]
# What a service leaves there: database, keys, evidence, papers, the files of recovery.
WORK = """
import io, sys
import django
django.setup()
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from huaihai.kit import keyring
from huaihai.kit.filestore import sealed
connection.cursor().execute("CREATE TABLE one (number)")
sealed.keep_original("a" * 64, io.BytesIO(b"proof"))
sealed.keep_derivative("a" * 64 + ".jpg", io.BytesIO(b"picture"))
caches["papers"].set("poster", b"paper")
keyring.put(settings.VAR / "recovery.age", b"keys")
keyring.rotate_sealing(settings.VAR)
"""
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can try it as another user")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder of the service as somebody made it by hand, with others let in."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        var = Path(name, "var")
        var.mkdir()
        var.chmod(0o755)
        yield var


def work(var: Path) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "HUAIHAI_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "huaihai.settings",
    }
    subprocess.run([sys.executable, "-c", WORK], env=env, cwd=ROOT, check=True, umask=0o022)


def found_by_another(var: Path, *wanted: str) -> list[str]:
    """What `find` says to another user."""
    done = subprocess.run(
        ["find", str(var), *wanted], user=NOBODY, cwd="/", capture_output=True, text=True, check=False
    )
    return done.stdout.splitlines()


def test_another_user_reads_nothing(open_folder: Path) -> None:
    work(open_folder)
    kept = {path.name for path in open_folder.iterdir()}
    assert kept >= {"keys.json", "huaihai.sqlite3", "files", "papers", "recovery.age"}
    assert str(open_folder / "keys.json") in found_by_another(
        open_folder
    )  # the name, as the folder stands open
    assert found_by_another(open_folder, "-type", "f", "-readable") == []

    private_folder.tighten(open_folder)
    assert found_by_another(open_folder) == [str(open_folder)]
