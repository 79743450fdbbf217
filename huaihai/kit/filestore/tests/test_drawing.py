"""What is drawn in parts looks like what was drawn whole, and no picture takes a machine's memory."""

import io
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pillow_heif
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps, ImageStat

from huaihai.kit import png_rows
from huaihai.kit.filestore import redraw
from huaihai.kit.filestore.tests import hostile
from huaihai.kit.filestore.tests.pictures import picture

MOST_MB = 72  # that the program may take, with what it shares with others, for anything that people send


def drawn(contents: bytes, asked: str = "picture") -> tuple[Image.Image, int]:
    """What the limited program makes of it, and the megabytes that it took at most."""
    ended, made, most = ran(contents, asked)
    assert ended == 0
    return Image.open(io.BytesIO(made)).convert("RGB"), most


def code(contents: bytes) -> int:
    """With which the limited program ends."""
    return ran(contents, "picture")[0]


def ran(contents: bytes, asked: str) -> tuple[int, bytes, int]:
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as made:
        given.write(contents)
        given.seek(0)
        with subprocess.Popen(
            [sys.executable, "-I", str(Path(redraw.__file__)), asked],
            stdin=given,
            stdout=made,
            env={"MALLOC_ARENA_MAX": "1"},
        ) as running:
            status, most = Path(f"/proc/{running.pid}/status"), 0
            while running.poll() is None:
                lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
                most = max(most, int(lines.get("VmHWM", "0").split()[0]))
                time.sleep(0.005)
        made.seek(0)
        return running.returncode, made.read(), most // 1024


def apart(one: Image.Image, other: Image.Image) -> float:
    """By how much two pictures differ on the whole, of 255."""
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def saved(made: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    made.save(out, kind, **options)
    return out.getvalue()


def of_mode(mode: str, size: tuple[int, int]) -> Image.Image:
    """Lines and noise, so that every filter of a PNG is used."""
    made = Image.effect_noise(size, 60).convert("RGB")
    pen, chance = ImageDraw.Draw(made), random.Random(5)
    for _line in range(60):
        ends = [chance.randrange(side) for side in (*size, *size)]
        pen.line(ends, fill=(chance.randrange(256), chance.randrange(256), 90), width=5)
    if mode == "P":
        return made.quantize(200)
    made = made.convert(mode)
    if mode in ("RGBA", "LA"):
        made.putalpha(Image.linear_gradient("L").resize(size))
    return made


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P"])
def test_a_png_read_in_rows_is_the_one_read_whole(mode: str) -> None:
    contents = saved(of_mode(mode, (301, 503)), "PNG")
    file = io.BytesIO(contents)
    assert png_rows.can_read(file)
    rows = png_rows.RowsOfPng(file, 40, redraw._on_white)

    found = Image.new("RGB", (301, 503))
    for top in range(0, 503, 50):
        first = max(0, top - 7)
        found.paste(rows.rows(first, min(503, top + 57)), (0, first))

    whole = redraw._on_white(Image.open(io.BytesIO(contents)))
    assert ImageChops.difference(found, whole).getbbox() is None


def test_a_png_with_see_through_colours_of_a_palette_is_on_white() -> None:
    made = of_mode("P", (90, 90))
    contents = saved(made, "PNG", transparency=bytes(range(200)))

    shown, _most = drawn(contents)

    assert apart(shown, redraw._on_white(Image.open(io.BytesIO(contents)))) < 12


@pytest.mark.parametrize("options", [{"bits": 2}, {"interlaced": True}])
def test_other_pngs_are_read_whole(options: dict[str, Any]) -> None:
    contents = (
        saved(of_mode("P", (80, 60)).quantize(4), "PNG", bits=2)
        if "bits" in options
        else hostile.flat_png(64, 48)[:28] + b"\1" + hostile.flat_png(64, 48)[29:]
    )
    assert not png_rows.can_read(io.BytesIO(contents))


def test_a_long_picture_is_written_in_bands_and_looks_like_one() -> None:
    made = of_mode("RGB", (300, 4003))
    shown, _most = drawn(saved(made, "PNG"))
    whole = Image.open(io.BytesIO(saved(made, "JPEG", quality=redraw.QUALITY))).convert("RGB")

    assert apart(shown, whole) < 0.01  # as if it had been written at once
    assert shown.height > redraw.PIXELS_OF_A_BAND // 300


def test_a_large_jpeg_keeps_its_lines_and_its_colours() -> None:
    made = of_mode("RGB", (180, 1000)).resize((1440, 8000))
    shown, _most = drawn(saved(made, "JPEG", quality=90))

    assert apart(shown, made.resize((1080, 6000), Image.Resampling.BICUBIC)) < 6


def library(contents: bytes) -> Image.Image:
    """As the libraries decode it whole, on white."""
    pillow_heif.register_heif_opener()
    return redraw._on_white(ImageOps.exif_transpose(Image.open(io.BytesIO(contents))))


def heic(made: Image.Image, *, square: int = 0, **options: Any) -> bytes:
    with patch.object(pillow_heif.options, "GRID_TILE_SIZE", square):
        pillow_heif.register_heif_opener()
        return saved(made, "HEIF", **{"quality": 60} | options)


def held(turn: int) -> bytes:
    exif = Image.Exif()
    exif[redraw.ORIENTATION] = turn
    return exif.tobytes()


SMALL, EVEN = (641, 483), (642, 482)  # turning one that is odd moves its colours by half a pixel
IN_ROWS = {
    "webp": lambda: saved(of_mode("RGB", SMALL), "WEBP"),
    "webp without loss": lambda: saved(of_mode("RGB", SMALL), "WEBP", lossless=True),
    "webp with see-through": lambda: saved(of_mode("RGBA", SMALL), "WEBP"),
    "webp held upside down": lambda: saved(of_mode("RGB", SMALL), "WEBP", exif=held(3)),
    "webp held on its side": lambda: saved(of_mode("RGBA", SMALL), "WEBP", exif=held(8)),
    "heic in squares": lambda: heic(of_mode("RGB", SMALL), square=256),
    "heic in squares upside down": lambda: heic(of_mode("RGB", EVEN), square=256, exif=held(3)),
    "heic in squares on its side": lambda: heic(of_mode("RGB", EVEN), square=256, exif=held(6)),
    "heic in squares on its other side": lambda: heic(of_mode("RGB", EVEN), square=256, exif=held(8)),
    "heic": lambda: heic(of_mode("RGB", SMALL)),
    "heic on its side": lambda: heic(of_mode("RGB", EVEN), exif=held(6)),
    "heic with whole colours": lambda: heic(of_mode("RGB", SMALL), chroma="444"),
    "heic with see-through": lambda: heic(of_mode("RGBA", SMALL)),
    "heic in grey": lambda: heic(of_mode("L", SMALL)),
    "jpeg": lambda: saved(of_mode("RGB", SMALL), "JPEG"),
    "progressive jpeg": lambda: saved(of_mode("RGB", SMALL), "JPEG", progressive=True),
    "jpeg with another behind it": lambda: saved(
        of_mode("RGB", SMALL), "MPO", save_all=True, append_images=[of_mode("L", EVEN)]
    ),
    "jpeg with another behind it, on its side": lambda: saved(
        of_mode("RGB", SMALL), "MPO", save_all=True, append_images=[of_mode("L", EVEN)], exif=held(6)
    ),
    "avif": lambda: saved(of_mode("RGB", SMALL), "AVIF"),
    "jpeg in grey": lambda: saved(of_mode("L", SMALL), "JPEG"),
    "jpeg for print": lambda: saved(of_mode("CMYK", SMALL), "JPEG"),
}


@pytest.mark.parametrize("kind", IN_ROWS)
def test_what_is_decoded_in_rows_is_what_the_libraries_decode_whole(kind: str) -> None:
    contents = IN_ROWS[kind]()
    shown, _most = drawn(contents)

    again = saved(library(contents), "JPEG", quality=redraw.QUALITY, subsampling="4:2:0")
    assert apart(shown, Image.open(io.BytesIO(again)).convert("RGB")) < 0.05


@pytest.mark.parametrize("kind", [kind for kind in IN_ROWS if "heic" not in kind and "behind" not in kind])
def test_what_ends_in_the_middle_is_broken(kind: str) -> None:
    contents = IN_ROWS[kind]()

    assert code(contents[: len(contents) // 2]) == redraw.BROKEN


def test_what_stands_in_memory_whole_may_be_less_large() -> None:
    wide = Image.new("RGB", (4000, 3000))

    assert code(saved(wide, "WEBP", lossless=True)) == redraw.TOO_MUCH
    assert code(saved(wide, "AVIF", speed=10)) == redraw.TOO_MUCH
    assert code(heic(wide, chroma="444")) == redraw.TOO_MUCH
    assert code(saved(wide, "JPEG", progressive=True, subsampling=0)) == redraw.TOO_MUCH


HEAVY = {
    "screenshot": lambda: hostile.flat_png(1440, 40_000, colour=6),
    "long photo": lambda: picture(size=(1440, 40_000)),
    "photo with another behind it": lambda: saved(
        Image.new("RGB", (8000, 6000)), "MPO", save_all=True, append_images=[Image.new("L", (9, 9))]
    ),
    "one colour": lambda: picture(size=(2159, 55_000), optimize=True),
    "one colour as WebP": lambda: picture("WEBP", size=(4000, 3000)),
    "photo in squares": lambda: heic(Image.new("RGB", (5712, 4284)), square=512),
}


@pytest.mark.parametrize("name", HEAVY)
def test_no_picture_takes_much(name: str) -> None:
    """What eight at once take is measured on a server: `make test-security`."""
    _shown, most = drawn(HEAVY[name]())

    assert most <= MOST_MB
