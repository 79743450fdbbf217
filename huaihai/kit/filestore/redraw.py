"""Redraws one picture as a small JPEG, or a PDF as a PDF of page pictures. Run as a program of its own, since files
come from strangers.

Standard input is the file, standard output what is shown of it: only what can be seen, turned upright, without
position, camera, comments, scripts, links or files inside. The first argument says what is asked: `picture`, `small`
(one for lists, of a few kilobytes), or `pages` with the path of poppler's pdftoppm behind it. It limits its own time,
memory and output, which holds for poppler, too, before it looks at the file; exit codes say why nothing was drawn.

A picture is drawn in bands from the rows that each needs. A PNG is also read and a long picture written that way, so
that neither ever stands in memory; of a large JPEG the colours are read at half the size.
"""

import fcntl
import io
import itertools
import math
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING

from huaihai.kit import png_rows

if TYPE_CHECKING:  # Pillow is loaded only after the limits stand
    from PIL.Image import Image as Picture

CPU_SECONDS = 45
MEMORY_BYTES = 640 * 1024 * 1024
OUTPUT_BYTES = 64 * 1024 * 1024
OPEN_FILES = 64
POLITE = 10  # pages that people wait for come first

# By what a pixel takes: a JPEG and a PNG are read in parts, the others stand in memory, some more than once.
MOST_PIXELS = {"JPEG": 120_000_000, "WEBP": 16_000_000, "AVIF": 16_000_000}
MOST_PIXELS_OF_OTHERS = 60_000_000
PIXELS_OF_A_LARGE_ONE, PIXELS_OF_A_BAND, BLOCK = 10_000_000, 1_000_000, 16
LONGEST_SIDE, QUALITY = 2000, 85
# A screenshot of a whole conversation stays as wide as it is read: it may be 1,440 × 40,000.
LONG_RATIO, SHORT_SIDE_OF_LONG, LONG_SIDE_OF_LONG = 3, 1080, 30_000
SMALL_SIDE, SMALL_QUALITY = 400, 60
ORIENTATION = 0x0112  # of EXIF
FORMATS, FORMATS_OF_TELEPHONES = ("JPEG", "PNG", "GIF", "BMP", "WEBP"), ("HEIF", "AVIF")

MOST_PAGES = 100
PAGE_SIDE, PAGE_QUALITY = 1600, 80  # a page of A4 with 137 points an inch
A4_INCHES = 11.69
TOO_MUCH, BROKEN, LOCKED, TOO_MANY_PAGES = 3, 4, 5, 6


def main() -> int:
    os.nice(POLITE)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_FSIZE, OUTPUT_BYTES)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own cap answers in our own words
    try:
        return _pages(sys.argv[2]) if sys.argv[1] == "pages" else _picture(is_small=sys.argv[1] == "small")
    except MemoryError:
        return TOO_MUCH
    except Exception:  # noqa: BLE001 -- decoders raise whatever a damaged file leads them to
        return BROKEN


def _picture(*, is_small: bool) -> int:
    from PIL import Image

    with Image.open(sys.stdin.buffer, formats=_formats()) as picture:
        given = picture.width * picture.height
        if given > MOST_PIXELS.get(picture.format or "", MOST_PIXELS_OF_OTHERS):
            return TOO_MUCH
        size = _size(picture.size, (SMALL_SIDE, SMALL_SIDE) if is_small else _room(*picture.size))
        held = _held(picture)
        rows, given_size = _rows(picture, size)
        bands = _bands(rows, given_size, size)
        if held == 1 and max(size) > LONGEST_SIDE:
            _write_long(bands, size[1])
            return 0
        plain = _upright(_joined(bands, size), held)
    plain.save(sys.stdout.buffer, "JPEG", quality=SMALL_QUALITY if is_small else QUALITY, optimize=is_small)
    return 0


def _formats() -> tuple[str, ...]:
    """Only what it may be: the library of telephones' own formats is a large one."""
    if sys.stdin.buffer.peek(8)[4:8] != b"ftyp":  # type: ignore[union-attr]  # a file, and buffered
        return FORMATS
    from PIL import AvifImagePlugin  # noqa: F401 -- it makes itself known
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)
    return FORMATS_OF_TELEPHONES


def _room(width: int, height: int) -> tuple[int, int]:
    """The box that the derivative fits into."""
    if height > LONG_RATIO * width:
        return SHORT_SIDE_OF_LONG, LONG_SIDE_OF_LONG
    if width > LONG_RATIO * height:
        return LONG_SIDE_OF_LONG, SHORT_SIDE_OF_LONG
    return LONGEST_SIDE, LONGEST_SIDE


def _size(given: tuple[int, int], room: tuple[int, int]) -> tuple[int, int]:
    smaller = min(1, room[0] / given[0], room[1] / given[1])
    return max(1, round(given[0] * smaller)), max(1, round(given[1] * smaller))


def _held(picture: "Picture") -> int:
    """How the camera was held: of all that it says, this alone is looked at. Pillow reads a PNG whole to say it."""
    if picture.format == "PNG" and "exif" not in picture.info:
        return 1
    held: int = picture.getexif().get(ORIENTATION, 1)
    return held


type Rows = Callable[[int, int], "Picture"]  # from one row to before another, of a picture without layers


def _rows(picture: "Picture", size: tuple[int, int]) -> tuple[Rows, tuple[int, int]]:
    """How the rows of a picture come that is to be drawn in this size, and how large what they come from is."""
    if picture.format == "PNG" and png_rows.can_read(sys.stdin.buffer):
        few = max(1, PIXELS_OF_A_BAND // picture.width)
        return png_rows.RowsOfPng(sys.stdin.buffer, few, _on_white).rows, picture.size
    if picture.format == "HEIF":
        return _rows_of_telephone()
    mode = picture.mode
    picture.draft("RGB", size)  # a JPEG is read at a smaller scale
    width, height = picture.size
    if width * height > PIXELS_OF_A_LARGE_ONE:
        _take_turns()
        if (picture.format, mode) == ("JPEG", "RGB"):
            return _rows_of_jpeg((width, height)), picture.size
    picture.load()
    return lambda first, last: _on_white(picture.crop((0, first, width, last))), picture.size


def _take_turns() -> None:
    """One large picture at a time on this machine, whatever asks for it: the program's own file is the lock."""
    fcntl.flock(os.open(__file__, os.O_RDONLY), fcntl.LOCK_EX)


def _rows_of_telephone() -> tuple[Rows, tuple[int, int]]:
    """Of a HEIC, upright by itself, without the second copy that Pillow would make."""
    from PIL import Image
    from pillow_heif import open_heif

    _take_turns()
    picture = open_heif(sys.stdin.buffer)
    line, mode = picture.stride, picture.mode

    def rows(first: int, last: int) -> "Picture":
        part = bytes(memoryview(picture.data)[first * line : last * line])
        return _on_white(Image.frombuffer(mode, (picture.size[0], last - first), part, "raw", mode, line, 1))

    return rows, picture.size


def _rows_of_jpeg(size: tuple[int, int]) -> Rows:
    """Of one too large to stand in memory with its colours: these are read at half the size, as most are stored."""
    from PIL import Image

    def read(mode: str, size: tuple[int, int]) -> "Picture":
        sys.stdin.buffer.seek(0)
        picture = Image.open(sys.stdin.buffer, formats=["JPEG"])
        picture.draft(mode, size)
        picture.load()
        return picture

    light, colours = read("L", size), read("YCbCr", (max(1, size[0] // 2), max(1, size[1] // 2)))
    scale = colours.height / light.height

    def rows(first: int, last: int) -> "Picture":
        part = light.crop((0, first, light.width, last))
        box = (0, first * scale, colours.width, min(last * scale, colours.height))
        _shade, blue, red = colours.resize(part.size, Image.Resampling.BILINEAR, box=box).split()
        return Image.merge("YCbCr", (part, blue, red)).convert("RGB")

    return rows


def _bands(rows: Rows, given: tuple[int, int], size: tuple[int, int]) -> "Iterator[Picture]":
    """The picture in its new size from top to bottom, in bands of whole blocks of a JPEG."""
    from PIL import Image

    scale = given[1] / size[1]
    around = math.ceil(2 * scale) + 1  # rows beside the band that count for its edges
    each = max(1, int(PIXELS_OF_A_BAND / given[0] / scale) // BLOCK) * BLOCK
    for top in range(0, size[1], each):
        bottom = min(top + each, size[1])
        first = max(0, math.floor(top * scale) - around)
        strip = rows(first, min(given[1], math.ceil(bottom * scale) + around))
        box = (0, top * scale - first, given[0], min(bottom * scale - first, strip.height))
        yield strip.resize((size[0], bottom - top), Image.Resampling.BICUBIC, box=box)


def _joined(bands: "Iterator[Picture]", size: tuple[int, int]) -> "Picture":
    from PIL import Image

    plain, top = Image.new("RGB", size), 0
    for band in bands:
        plain.paste(band, (0, top))
        top += band.height
    return plain


def _write_long(bands: "Iterator[Picture]", height: int) -> None:
    """The bands as one JPEG: they have the same tables, and between two stands a mark behind which one begins anew."""
    for number, band in enumerate(bands):
        jpeg = io.BytesIO()
        blocks = math.ceil(band.width / BLOCK) * math.ceil(band.height / BLOCK)
        band.save(jpeg, "JPEG", quality=QUALITY, subsampling="4:2:0", restart_marker_blocks=blocks)
        whole = jpeg.getvalue()
        last = whole.index(b"\xff\xda")  # part of the head; no table of it holds these two bytes
        begin = last + 2 + int.from_bytes(whole[last + 2 : last + 4])
        size = whole.index(b"\xff\xc0") + 5
        head = whole[:size] + height.to_bytes(2) + whole[size + 2 : begin]
        sys.stdout.buffer.write(bytes((0xFF, 0xD0 + (number - 1) % 8)) if number else head)
        sys.stdout.buffer.write(whole[begin:-2])
    sys.stdout.buffer.write(b"\xff\xd9")


def _on_white(strip: "Picture") -> "Picture":
    from PIL import Image

    if strip.mode == "RGB":
        return strip
    layered = strip if strip.mode == "RGBA" else strip.convert("RGBA")
    plain = Image.new("RGB", strip.size, "white")
    plain.paste(layered, mask=layered.getchannel("A"))
    return plain


def _upright(plain: "Picture", held: int) -> "Picture":
    """Turned as the camera says that it was held."""
    from PIL import Image, ImageOps

    if held == 1:
        return plain
    exif = Image.Exif()
    exif[ORIENTATION] = held
    plain.info["exif"] = exif.tobytes()
    turned = ImageOps.exif_transpose(plain)
    turned.info.clear()
    return turned


PAPER = "/dev/stdin"  # a file without a name, that every process may open at its beginning
PAGES = re.compile(r"^Pages: +([0-9]+)$", re.MULTILINE)
PAGE_SIZE = re.compile(r"^Page +[0-9]+ size: +([0-9.]+) x ([0-9.]+) pts", re.MULTILINE)


def _pages(pdftoppm: str) -> int:
    asked = [os.path.join(os.path.dirname(pdftoppm), "pdfinfo"), "-f", "1", "-l", str(MOST_PAGES), PAPER]  # noqa: PTH118, PTH120 -- pathlib is slow
    facts = subprocess.run(asked, capture_output=True, check=False, errors="replace", text=True)
    if "Incorrect password" in facts.stderr:
        return LOCKED
    pages = int(found[1]) if (found := PAGES.search(facts.stdout)) else 0
    if pages > MOST_PAGES:
        return TOO_MANY_PAGES
    sides = [_longest_side(float(width), float(height)) for width, height in PAGE_SIZE.findall(facts.stdout)]
    if pages == 0 or len(sides) != pages:
        return BROKEN
    return _draw_pages(pdftoppm, sides)


def _longest_side(width: float, height: float) -> int:
    """Of a page's picture; a page that never ends, as of a receipt, stays as wide as it is read."""
    ratio = max(width, height) / min(width, height)
    return PAGE_SIDE if ratio <= LONG_RATIO else min(int(SHORT_SIDE_OF_LONG * ratio), LONG_SIDE_OF_LONG)


def _draw_pages(pdftoppm: str, sides: list[int]) -> int:
    made, drawn = io.BytesIO(), 0
    for side, alike in itertools.groupby(sides):
        last = drawn + sum(1 for _page in alike)
        asked = [pdftoppm, "-f", str(drawn + 1), "-l", str(last), "-scale-to", str(side), "-cropbox", PAPER]
        with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as poppler:
            assert poppler.stdout is not None  # noqa: S101 # asked for in this line
            while drawn < last and (page := _next_page(poppler.stdout, side)) is not None:
                drawn += 1
                points = max(page.size) / A4_INCHES
                page.save(made, "PDF", append=drawn > 1, resolution=points, quality=PAGE_QUALITY)
        if poppler.returncode < 0:  # ended by one of the limits
            return TOO_MUCH
        if drawn < last:
            return BROKEN
    sys.stdout.buffer.write(made.getbuffer())
    return 0


def _next_page(source: IO[bytes], side: int) -> "Picture | None":
    """The next of the pictures that poppler writes one behind the other, without anything between (PPM)."""
    from PIL import Image

    if source.readline(8) != b"P6\n":
        return None
    width, height = map(int, source.readline(32).split())
    source.readline(8)  # the largest value, which is 255
    if not (0 < width <= side and 0 < height <= side):
        return None
    return Image.frombytes("RGB", (width, height), source.read(width * height * 3))


def _limit(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
