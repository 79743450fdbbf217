"""What the store takes, and what it refuses in words that help."""

import hashlib
import io
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from huaihai.kit import sealing
from huaihai.kit.filestore import Refused, open_derivative, open_original, sealed, store
from huaihai.kit.filestore.tests.pictures import bomb, picture, upload, with_position

MEGA = 1024 * 1024


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"  # type: ignore[attr-defined]
    return tmp_path / "files"


def test_a_photo_is_kept_sealed_and_shown_from_a_derivative(files: Path) -> None:
    contents = picture(size=(3000, 1500))

    stored = store(upload(contents))

    assert (stored.kind, stored.size) == ("image/jpeg", len(contents))
    assert stored.sha256 == hashlib.sha256(contents).hexdigest()
    assert b"".join(open_original(stored.sha256)) == contents
    shown = Image.open(io.BytesIO(b"".join(open_derivative(stored.derivative))))
    assert shown.size == (2000, 1000)
    kept = [path for path in files.rglob("*") if path.is_file()]
    assert len(kept) == 2
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in kept)
    assert all(b"JFIF\0\1" not in path.read_bytes() for path in kept)


def test_the_derivative_stands_upright_and_knows_no_position() -> None:
    stored = store(upload(with_position()))

    drawn = b"".join(open_derivative(stored.derivative))
    shown = Image.open(io.BytesIO(drawn))
    assert shown.size == (48, 64)
    assert not dict(shown.getexif())
    assert b"Camera maker" not in drawn


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "BMP", "AVIF"])
def test_other_pictures_are_redrawn_too(kind: str) -> None:
    stored = store(upload(picture(kind), name=f"a.{kind.lower()}"))

    assert stored.kind == f"image/{kind.lower()}"
    assert Image.open(io.BytesIO(b"".join(open_derivative(stored.derivative)))).format == "JPEG"


def test_a_phone_picture_in_heic_is_taken() -> None:
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (80, 60), "blue")).save(out)

    stored = store(upload(out.getvalue(), name="IMG_1.HEIC"))

    assert stored.kind == "image/heic"
    assert stored.derivative


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n...", "application/pdf"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "video/mp4"),
        (b"\0\0\0\x18ftypqt  \0\0\0\0", "video/quicktime"),
        (b"\0\0\0\x18ftypM4A \0\0\0\0", "audio/mp4"),
        (b"ID3\x03\0\0\0", "audio/mpeg"),
        (b"\xff\xfb\x90\0", "audio/mpeg"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        ("聊天记录：老板说不退。".encode(), "text/plain"),
        ("聊天记录：老板说不退。".encode("gb18030"), "text/plain"),
    ],
)
def test_papers_sound_and_video_are_taken_as_they_are(head: bytes, kind: str) -> None:
    stored = store(upload(head, name="whatever.bin"))

    assert (stored.kind, stored.derivative) == (kind, "")


def test_the_same_file_twice_is_kept_once(files: Path) -> None:
    first, second = store(upload(picture())), store(upload(picture(), name="other.jpg"))

    assert first == second
    assert len([path for path in files.rglob("*") if path.is_file()]) == 2


def test_a_wrong_name_and_claim_do_not_matter() -> None:
    assert store(upload(picture("PNG"), name="invoice.pdf", claimed="application/pdf")).kind == "image/png"


def refusal(contents: bytes, name: str = "photo.jpg") -> str:
    with pytest.raises(Refused) as caught:
        store(upload(contents, name=name))
    return caught.value.message


@pytest.mark.parametrize(
    ("contents", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "photo.jpg"),
        (b"\xef\xbb\xbf <!DOCTYPE html><script>alert(1)</script>", "a.txt"),
        (b"hello <script>alert(1)</script>", "a.txt"),
        (b"MZ\x90\0\x03\0", "setup.exe"),
        (b"\x7fELF\x02\x01", "run"),
        (b"#!/bin/sh\nrm -rf /", "a.txt"),
        (b"\0\x01\x02\x03", "a.dat"),
    ],
)
def test_what_a_browser_or_a_machine_would_run_is_refused(files: Path, contents: bytes, name: str) -> None:
    assert name in refusal(contents, name)
    assert not [path for path in files.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "head", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"Rar!\x1a", b"{\\rtf1"]
)
def test_office_files_and_archives_are_refused_with_what_to_send_instead(head: bytes) -> None:
    assert "PDF" in refusal(head + b"\0" * 50, "contract.docm")


def test_an_empty_file_is_refused() -> None:
    assert "0" in refusal(b"")


def test_a_truncated_picture_is_refused(files: Path) -> None:
    whole = picture(size=(900, 900), quality=95, colour=(1, 99, 200))

    assert refusal(whole[: len(whole) // 2])
    assert not [path for path in files.rglob("*") if path.is_file()]


def test_a_pixel_bomb_is_refused_without_being_opened() -> None:
    assert refusal(bomb())


def test_a_picture_with_something_behind_it_is_shown_without_it() -> None:
    contents = picture() + b"<script>alert(document.cookie)</script>PK\x03\x04"

    stored = store(upload(contents))

    assert b"script" not in b"".join(open_derivative(stored.derivative))


def test_a_file_above_the_limit_is_refused_with_its_size_and_the_limit() -> None:
    told = UploadedFile(io.BytesIO(), "holiday.jpg", "image/jpeg", size=40 * MEGA)

    with pytest.raises(Refused) as caught:
        store(told)

    assert "40 MB" in caught.value.message
    assert "25 MB" in caught.value.message


class Liar(File):  # type: ignore[type-arg] # generic for the type checker only
    """Says that it is small and never ends."""

    @property
    def size(self) -> int:
        return 10

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while True:
            yield b"a" * 100_000


def test_a_stream_that_never_ends_is_cut_off(files: Path) -> None:
    with pytest.raises(Refused):
        store(Liar(io.BytesIO(), "endless.txt"))

    assert not [path for path in files.rglob("*") if path.is_file()]


def test_a_large_file_grows_memory_by_a_few_chunks_only() -> None:
    import tracemalloc

    contents = b"%PDF-1.7\n" + b"x" * (24 * MEGA)
    given = upload(contents, name="long.pdf")
    tracemalloc.start()
    try:
        stored = store(given)
        for _chunk in open_original(stored.sha256):
            pass
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert most < 16 * MEGA


def test_chunks_that_change_places_do_not_open() -> None:
    stored = store(upload(b"%PDF-1.7\n" + b"x" * (3 * MEGA), name="long.pdf"))
    path = sealed.original_path(stored.sha256)
    held = path.read_bytes()
    length = 4 + int.from_bytes(held[:4], "big")
    path.write_bytes(held[length : 2 * length] + held[:length] + held[2 * length :])

    with pytest.raises(sealing.CannotOpen):
        list(open_original(stored.sha256))


def test_a_file_that_lost_its_end_does_not_open() -> None:
    stored = store(upload(b"%PDF-1.7\n" + b"x" * (2 * MEGA), name="long.pdf"))
    path = sealed.original_path(stored.sha256)
    held = path.read_bytes()
    path.write_bytes(held[: 4 + int.from_bytes(held[:4], "big")])

    with pytest.raises(sealing.CannotOpen):
        list(open_original(stored.sha256))


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "x" * 64, "0" * 63])
def test_a_name_that_is_no_hash_opens_nothing(key: str) -> None:
    with pytest.raises(FileNotFoundError):
        open_original(key)
    with pytest.raises(FileNotFoundError):
        open_derivative(key)
