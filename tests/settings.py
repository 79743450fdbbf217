"""The program's settings, on a folder of its own that is removed afterwards, with quick passwords."""

import os
import tempfile
from pathlib import Path

# Before the settings are read: keys, files and databases of a test run touch no other.
os.environ["HUAIHAI_VAR"] = tempfile.mkdtemp(prefix="huaihai-test-")
os.environ["HUAIHAI_TESTING"] = "1"
os.environ["HUAIHAI_DEMO"] = "0"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a worker has one core, and threads that share it wait

from huaihai.kit import keyring

keyring.load_or_create(Path(os.environ["HUAIHAI_VAR"]))  # whatever the database beside the tests' own holds

from huaihai.settings import *  # noqa: E402, F403 # this is what a settings module on top of another does
from huaihai.settings import DATABASES  # noqa: E402 # likewise

PDFTOPPM = ""  # a paper in tests is a few bytes that begin like a PDF; tests of its pages name the program
TEST_FOLDER = Path(os.environ["HUAIHAI_VAR"])
(TEST_FOLDER / "static").mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"] == "huaihai.kit.sqlite":
    # A test database need not outlive a power cut.
    DATABASES["default"].setdefault("OPTIONS", {})["init_command"] = "PRAGMA synchronous = OFF"
