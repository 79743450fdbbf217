"""Hostile files: refused in words and without a trace, or shown without what they carry."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image, ImageChops

from huaihai.kit.filestore import Refused, derivatives, file_response, open_derivative, redraw, store
from huaihai.kit.filestore.tests import hostile
from huaihai.kit.filestore.tests.pictures import picture, upload


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"  # type: ignore[attr-defined]
    return tmp_path / "files"


@pytest.fixture(autouse=True)
def nothing_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No temporary file stays behind, whatever comes."""
    made = tmp_path / "temporary"
    made.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(made))
    yield
    assert not [*made.iterdir()]


def kept(files: Path) -> list[Path]:
    return [path for path in files.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("contents", "name"),
    [pytest.param(contents, name, id=trial) for trial, contents, name in hostile.refused()],
)
def test_it_is_refused_by_its_name_and_leaves_nothing(files: Path, contents: bytes, name: str) -> None:
    with pytest.raises(Refused) as caught:
        store(upload(contents, name=name))

    assert name in caught.value.message
    assert not kept(files)


@pytest.mark.parametrize(
    "contents", [pytest.param(contents, id=trial) for trial, contents in hostile.taken()]
)
def test_what_is_shown_carries_nothing_but_pixels(contents: bytes) -> None:
    stored = store(upload(contents))

    drawn = b"".join(open_derivative(stored.derivative))
    assert hostile.MARK not in drawn
    assert b"GPS" not in drawn  # no chance: the same pixels each time
    shown = Image.open(io.BytesIO(drawn))
    assert (shown.format, getattr(shown, "n_frames", 1)) == ("JPEG", 1)
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(shown.info)


def test_a_hundred_megapixels_in_some_kilobytes_are_refused(files: Path) -> None:
    contents = hostile.flat_png(10_910, 10_910, colour=0)
    assert len(contents) < 500_000

    with pytest.raises(Refused):
        store(upload(contents, name="a.png"))

    assert not kept(files)


def test_a_long_screenshot_stays_wide_enough_to_read() -> None:
    stored = store(upload(picture("PNG", size=(1440, 6000)), name="chat.png"))

    assert Image.open(io.BytesIO(b"".join(open_derivative(stored.derivative)))).size == (1080, 4500)


def test_bands_leave_no_seams(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Image.effect_noise((500, 700), 90).convert("RGB")
    monkeypatch.setattr(redraw, "PIXELS_OF_A_BAND", 20_000)

    bands = redraw._bands(lambda first, last: whole.crop((0, first, 500, last)), whole.size, (190, 266))

    apart = ImageChops.difference(
        redraw._pasted(bands, (190, 266)), whole.resize((190, 266), Image.Resampling.BICUBIC)
    )
    assert max(apart.tobytes()) <= 1  # of rounding


@pytest.mark.parametrize("at_end", [False, True])
@pytest.mark.parametrize("brand", [b"isom", b"qt  ", b"3gp5", b"M4A "])
def test_sound_and_film_leave_without_the_place_and_play_as_before(brand: bytes, at_end: bool) -> None:
    contents = hostile.film(brand=brand, at_end=at_end)
    assert contents.count(hostile.PLACE) == 5
    stored = store(upload(contents, name="a.mp4"))

    response = file_response(sha256=stored.sha256, kind=stored.kind, name="a.mp4")

    out = b"".join(bytes(part) for part in response.streaming_content)  # type: ignore[union-attr]  # not async
    assert hostile.PLACE not in out
    assert len(out) == len(contents)
    assert out.index(b"the film itself" * 1000) == contents.index(b"the film itself" * 1000)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("size", [0, 1, 7, 2**31])
def test_a_film_whose_boxes_lie_leaves_all_the_same(size: int) -> None:
    contents = hostile.box(b"ftyp", b"isom" + bytes(4)) + size.to_bytes(4, "big") + b"moov" + bytes(100)
    stored = store(upload(contents, name="a.mp4"))

    response = file_response(sha256=stored.sha256, kind=stored.kind, name="a.mp4")

    assert len(b"".join(bytes(part) for part in response.streaming_content)) == len(contents)  # type: ignore[union-attr]


def test_a_drawing_that_never_ends_is_ended_with_all_that_it_started(
    files: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import subprocess, sys\nsubprocess.run(['sleep', '60'], stdout=sys.stderr)\n")
    monkeypatch.setattr(derivatives, "SECONDS", 0.3)
    monkeypatch.setattr(derivatives.redraw, "__file__", str(slow))

    with pytest.raises(Refused):
        store(upload(picture()))

    assert not kept(files)


def test_whoever_comes_while_too_many_wait_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import BoundedSemaphore

    inside, drawing = BoundedSemaphore(1), BoundedSemaphore(1)
    monkeypatch.setattr(derivatives, "_inside", inside)
    monkeypatch.setattr(derivatives, "_drawing", drawing)
    monkeypatch.setattr(derivatives, "WAIT_SECONDS", 0.01)
    monkeypatch.setattr(derivatives, "PATIENCE", 0.01)
    for turn in (inside, drawing):
        with turn, pytest.raises(Refused, match="minute"):
            store(upload(picture()))

    assert store(upload(picture())).derivative  # nobody's turn was lost
