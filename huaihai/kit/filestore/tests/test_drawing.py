"""What is drawn in parts looks like what was drawn whole, and no picture takes a machine's memory."""

import io
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from huaihai.kit import png_rows
from huaihai.kit.filestore import redraw
from huaihai.kit.filestore.tests import hostile
from huaihai.kit.filestore.tests.pictures import picture

MOST_MB = 160  # that the program may take for anything that people send


def drawn(contents: bytes, asked: str = "picture") -> tuple[Image.Image, int]:
    """What the limited program makes of it, and the megabytes that it took at most."""
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
        assert running.returncode == 0
        made.seek(0)
        return Image.open(io.BytesIO(made.read())).convert("RGB"), most // 1024


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


def heic(made: Image.Image) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(made).save(out, quality=60)
    return out.getvalue()


def test_a_heic_keeps_its_colours() -> None:
    made = of_mode("RGB", (64, 48)).resize((640, 480))
    shown, _most = drawn(heic(made))

    assert apart(shown, made) < 6


HEAVY = {
    "screenshot": lambda: hostile.flat_png(1440, 40_000, colour=6),
    "long photo": lambda: picture(size=(1440, 40_000)),
}


@pytest.mark.parametrize("name", HEAVY)
def test_no_picture_takes_much(name: str) -> None:
    """What eight at once take is measured on a server: `make test-security`."""
    _shown, most = drawn(HEAVY[name]())

    assert most <= MOST_MB
