"""A virus scanner where there is one: a double that speaks clamd's protocol."""

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.utils import translation

from huaihai.cli import main
from huaihai.kit.filestore import Refused, file_response, scanning, store
from huaihai.kit.filestore.tests.pictures import picture, upload

BAD: Final = b"a harmless word that the double takes for a virus"


class Double(socketserver.BaseRequestHandler):
    """clamd, as far as INSTREAM goes."""

    def handle(self) -> None:
        source = self.request.makefile("rb")
        assert source.read(10) == b"zINSTREAM\0"
        found = b""
        while size := int.from_bytes(source.read(4), "big"):
            found += source.read(size)
        answers = {True: b"stream: Test.Word FOUND\0", False: b"stream: OK\0"}
        too_large = b"INSTREAM size limit exceeded. ERROR\0"
        self.request.sendall(too_large if b"too large" in found else answers[BAD in found])


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.FILES = tmp_path / "files"
    settings.CLAMD = f"unix:{tmp_path / 'clamd'}"
    monkeypatch.setattr(scanning, "_silent", False)
    return tmp_path / "files"


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[None]:
    with Server(str(tmp_path / "clamd"), Double) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield
        server.shutdown()
        thread.join()


def text(words: bytes, name: str = "a.txt") -> Any:
    return upload(words, name=name)


@pytest.mark.usefixtures("clamd")
def test_a_finding_refuses_the_file_in_words(files: Path) -> None:
    assert store(text(b"the shop says no")).kind == "text/plain"
    assert scanning.unscanned() == []

    with pytest.raises(Refused, match=r"list\.txt.*virus scanner"):
        store(text(BAD + b"x" * 3_000_000, name="list.txt"))

    assert len([path for path in files.rglob("*") if path.is_file()]) == 1


def test_without_an_answer_the_file_is_taken_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    stored = [store(text(words)) for words in (b"one", b"two", BAD)]
    store(upload(picture()))

    assert {one.sha256 for one in stored} < set(scanning.unscanned())
    assert len(scanning.unscanned()) == 4
    assert len([line for line in caplog.messages if "does not answer" in line]) == 1
    with pytest.raises(scanning.NoScanner):
        list(scanning.look_again())


def test_what_was_not_looked_at_is_looked_at_later_and_a_finding_shuts_it(
    files: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, large = (store(text(words)) for words in (b"one", BAD, b"too large"))
    assert main(["files", "scan"]) == 2
    request.getfixturevalue("clamd")

    assert main(["files", "scan"]) == 1

    assert scanning.unscanned() == [large.sha256]  # its own settings do not let it
    assert "Test.Word" in capsys.readouterr().err
    shut = file_response(sha256=bad.sha256, kind=bad.kind, name="a.txt")
    assert (shut.status_code, shut["X-Content-Type-Options"]) == (409, "nosniff")
    assert BAD not in b"".join(bytes(part) for part in shut.streaming_content)  # type: ignore[union-attr]  # not async
    assert file_response(sha256=good.sha256, kind=good.kind, name="a.txt").status_code == 200


def test_a_host_and_port_that_nobody_answers_is_no_answer(settings: Any) -> None:
    settings.CLAMD = "127.0.0.1:9"

    with pytest.raises(scanning.NoScanner):
        scanning.ask([b"x"])


def test_without_a_scanner_nothing_is_asked_or_marked(settings: Any) -> None:
    settings.CLAMD = ""

    store(text(BAD))

    assert scanning.unscanned() == []
    assert main(["files", "scan"]) == 2
