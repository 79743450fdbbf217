"""Redraws one picture as a small JPEG, or a PDF as a PDF of page pictures. Run as a program of its own, since files
come from strangers.

Standard input is the file, standard output what is shown of it: only what can be seen, turned upright, without
position, camera, comments, scripts, links or files inside. The first argument says what is asked: `picture`, `small`
(one for lists, of a few kilobytes), or `pages` with the path of poppler's pdftoppm behind it. It limits its own time,
memory and output, which holds for poppler, too, before it looks at the file; exit codes say why nothing was drawn.

A picture is drawn in bands from the rows that each needs, and written that way, so that it stands in memory neither as
it came nor as it goes; few kinds are decoded whole, and of these there are fewer pixels.
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
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from huaihai.kit import picture_paper, picture_rows, png_rows

if TYPE_CHECKING:  # Pillow is loaded only after the limits stand
    from PIL.Image import Image as Picture

CPU_SECONDS = 45
ADDRESS_BYTES, MEMORY_BYTES = 640 * 1024 * 1024, 96 * 1024 * 1024
OUTPUT_BYTES = 64 * 1024 * 1024
OPEN_FILES = 64
POLITE = 10  # pages that people wait for come first

# What is read in rows may be large; of what stands in memory, so many that all together stay below 64 MB.
MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 60_000_000, "HEIC": 60_000_000, "WebP": 12_500_000}
MOST_PIXELS |= {"WebP without loss": 10_500_000, "HEIC without squares": 12_500_000}
MOST_PIXELS |= {"HEIC in other colours": 5_000_000, "turned": 6_000_000}
MOST_COEFFICIENTS, MOST_OF_WHOLE_COLOURS = 23_000_000, 13_500_000  # of a progressive JPEG, two bytes each
MOST_BYTES = 54_000_000  # of other kinds, by what a pixel of this mode or kind takes
BYTES_OF_A_PIXEL = {"1": 1, "L": 1, "P": 1, "AVIF": 10, "WEBP": 16}
PIXELS_OF_A_LARGE_ONE, PIXELS_OF_A_BAND, BLOCK = 6_000_000, 500_000, 16
LONGEST_SIDE, QUALITY = 2000, 85
# A screenshot of a whole conversation stays as wide as it is read: it may be 1,440 × 40,000.
LONG_RATIO, SHORT_SIDE_OF_LONG, LONG_SIDE_OF_LONG = 3, 1080, 30_000
JPEGS = ("JPEG", "MPO")  # the other has more pictures behind it
SMALL_SIDE, SMALL_QUALITY = 400, 60
ORIENTATION = 0x0112  # of EXIF
FORMATS, AVIF, MOVES = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "AVIF"), re.compile(b"avi[fs]"), 2

MOST_PAGES = 100
PAGE_SIDE, PAGE_QUALITY = 1600, 80  # a page of A4 with 137 points an inch
TOO_MUCH, BROKEN, LOCKED, TOO_MANY_PAGES = 3, 4, 5, 6


def main() -> int:
    os.nice(POLITE)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    _limit(resource.RLIMIT_AS, ADDRESS_BYTES)
    _limit(resource.RLIMIT_DATA, MEMORY_BYTES)
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
    given = _given(sys.stdin.buffer.peek(48)[:48])  # type: ignore[union-attr]  # a file, and buffered
    if given.size[0] * given.size[1] > given.most:
        return TOO_MUCH
    size = _size(given.size, (SMALL_SIDE, SMALL_SIDE) if is_small else _room(*given.size))
    if given.held == 1 and not is_small:
        sys.stdout.buffer.write(_joined(_bands(*given.begin(size), size), QUALITY)[0])
        return 0
    size = _with_fewer(size, MOST_PIXELS["turned"])
    plain = _upright(_pasted(_bands(*given.begin(size), size), size), given.held)
    plain.save(sys.stdout.buffer, "JPEG", quality=SMALL_QUALITY if is_small else QUALITY, optimize=is_small)
    return 0


type Rows = Callable[[int, int], "Picture"]  # from one row to before another, of a picture without layers
type Begun = tuple[Rows, tuple[int, int]]  # with the size that they are of


class Given(NamedTuple):
    """A picture that came, of so many pixels at most. How the camera was held is all that is asked of what it says; to
    `begin` is given in which size it is drawn."""

    size: tuple[int, int]
    most: float
    held: int
    begin: Callable[[tuple[int, int]], Begun]


def _given(head: bytes) -> Given:
    """Each is opened by what knows its kind alone: the library of telephones' own formats is a large one."""
    from PIL import Image

    file = sys.stdin.buffer
    is_webp = head[8:12] == b"WEBP" and not (head[12:16] == b"VP8X" and head[20] & MOVES)
    is_avif = AVIF.search(head, 8)
    if is_webp or (head[4:8] == b"ftyp" and not is_avif):
        return _given_to_library(is_webp=is_webp)
    if is_avif:
        from PIL import AvifImagePlugin

        AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each holds pictures of its own
    picture = Image.open(file, formats=FORMATS)
    if picture.format == "PNG" and png_rows.can_read(file):
        # Pillow looks for it behind all rows, too.
        held = picture.getexif().get(ORIENTATION, 1) if "exif" in picture.info else 1
        return Given(picture.size, MOST_PIXELS["PNG"], held, lambda _size: _rows_of_png(picture))
    held = picture.getexif().get(ORIENTATION, 1)
    if picture.format in JPEGS and picture.mode in ("RGB", "L"):
        return Given(picture.size, _most_of_jpeg(picture), held, lambda size: _rows_of_jpeg(picture, size))
    a_pixel = BYTES_OF_A_PIXEL.get(picture.format or "") or BYTES_OF_A_PIXEL.get(picture.mode, 4)
    return Given(picture.size, MOST_BYTES / a_pixel, held, lambda _size: _rows_of_whole(picture))


def _given_to_library(*, is_webp: bool) -> Given:
    from PIL import Image

    from huaihai.kit import library_rows

    kind = library_rows.RowsOfWebp if is_webp else library_rows.RowsOfHeif
    rows, exif = kind(sys.stdin.buffer), Image.Exif()
    exif.load(rows.exif)

    def begin(_size: tuple[int, int]) -> Begun:
        if rows.kind not in ("WebP", "HEIC"):  # the others stand in memory whole
            _take_turns(rows.size)
        rows.begin()
        return lambda first, last: _on_white(rows.rows(first, last)), rows.size

    return Given(rows.size, MOST_PIXELS[rows.kind], exif.get(ORIENTATION, 1), begin)


def _rows_of_png(picture: "Picture") -> Begun:
    few = max(1, PIXELS_OF_A_BAND // picture.width)
    return png_rows.RowsOfPng(sys.stdin.buffer, few, _on_white).rows, picture.size


def _most_of_jpeg(picture: Any) -> float:
    """Of a progressive one all numbers stand in memory before the first row."""
    if not picture.info.get("progressive"):
        return MOST_PIXELS["JPEG"]
    parts: list[int] = [across * down for _name, across, down, _table in picture.layer]
    most = MOST_COEFFICIENTS if len(set(parts)) > 1 else MOST_OF_WHOLE_COLOURS
    return most / sum(parts) * max(parts)


def _rows_of_jpeg(picture: Any, size: tuple[int, int]) -> Begun:
    """At the smallest scale that is large enough."""
    if picture.info.get("progressive"):
        _take_turns(picture.size)
    picture.draft(None, size)
    return picture_rows.RowsOfJpeg(picture).rows, picture.size


def _rows_of_whole(picture: "Picture") -> Begun:
    _take_turns(picture.size)
    picture.load()
    return lambda first, last: _on_white(picture.crop((0, first, picture.width, last))), picture.size


def _take_turns(size: tuple[int, int]) -> None:
    """One large picture at a time on this machine, whatever asks for it: the program's own file is the lock."""
    if size[0] * size[1] > PIXELS_OF_A_LARGE_ONE:
        fcntl.flock(os.open(__file__, os.O_RDONLY), fcntl.LOCK_EX)


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


def _with_fewer(size: tuple[int, int], most: int) -> tuple[int, int]:
    smaller = min(1, math.sqrt(most / size[0] / size[1]))
    return max(1, int(size[0] * smaller)), max(1, int(size[1] * smaller))


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


def _pasted(bands: "Iterator[Picture]", size: tuple[int, int]) -> "Picture":
    from PIL import Image

    plain, top = Image.new("RGB", size), 0
    for band in bands:
        plain.paste(band, (0, top))
        top += band.height
    return plain


def _joined(bands: "Iterator[Picture]", quality: int) -> tuple[memoryview, tuple[int, int]]:
    """The bands as one JPEG, and its size: they have the same tables, and behind a mark between two one begins anew."""
    made, width, height, size = io.BytesIO(), 0, 0, 0
    for number, band in enumerate(bands):
        jpeg, width, height = io.BytesIO(), band.width, height + band.height
        blocks = math.ceil(band.width / BLOCK) * math.ceil(band.height / BLOCK)
        band.save(jpeg, "JPEG", quality=quality, subsampling="4:2:0", restart_marker_blocks=blocks)
        whole = jpeg.getvalue()
        last = whole.index(b"\xff\xda")  # part of the head; no table of it holds these two bytes
        begin = last + 2 + int.from_bytes(whole[last + 2 : last + 4])
        size = size or whole.index(b"\xff\xc0") + 5
        made.write(bytes((0xFF, 0xD0 + (number - 1) % 8)) if number else whole[:begin])
        made.write(whole[begin:-2])
    made.write(b"\xff\xd9")
    found = made.getbuffer()
    found[size : size + 2] = height.to_bytes(2)
    return found, (width, height)


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
PAGE = re.compile(
    r"^Page +[0-9]+ size: +([0-9.]+) x ([0-9.]+) pts.*\nPage +[0-9]+ rot: +([0-9]+)$", re.MULTILINE
)


def _pages(pdftoppm: str) -> int:
    asked = [os.path.join(os.path.dirname(pdftoppm), "pdfinfo"), "-f", "1", "-l", str(MOST_PAGES), PAPER]  # noqa: PTH118, PTH120 -- pathlib is slow
    facts = subprocess.run(asked, capture_output=True, check=False, errors="replace", text=True)
    if "Incorrect password" in facts.stderr:
        return LOCKED
    pages = int(found[1]) if (found := PAGES.search(facts.stdout)) else 0
    if pages > MOST_PAGES:
        return TOO_MANY_PAGES
    sizes = [
        _page_size(float(one), float(other), int(turn)) for one, other, turn in PAGE.findall(facts.stdout)
    ]
    if pages == 0 or len(sizes) != pages:
        return BROKEN
    paper, done = picture_paper.Paper(sys.stdout.buffer, pages), 0
    for size, alike in itertools.groupby(sizes):
        count = len(list(alike))
        for bands in _drawn_pages(pdftoppm, done + 1, done + count, size):
            paper.add(*_joined(bands, PAGE_QUALITY))
        done += count
    paper.end()
    return 0


def _page_size(width: float, height: float, turn: int) -> tuple[int, int]:
    """Of a page's picture; a page that never ends, as of a receipt, stays as wide as it is read."""
    if turn % 180:
        width, height = height, width
    ratio = max(width, height) / min(width, height)
    longer = PAGE_SIDE if ratio <= LONG_RATIO else min(int(SHORT_SIDE_OF_LONG * ratio), LONG_SIDE_OF_LONG)
    shorter = math.ceil(longer / ratio)
    return (longer, shorter) if width > height else (shorter, longer)


def _drawn_pages(
    pdftoppm: str, first: int, last: int, size: tuple[int, int]
) -> "Iterator[Iterator[Picture]]":
    """Of pages that are alike, each in bands; poppler draws a long one in strips, else it stood in its memory whole."""
    if max(size) == PAGE_SIDE:
        with _poppler(pdftoppm, first, last, size) as source:
            for _page in range(first, last + 1):
                yield _bands_of_page(source, size)
    else:
        for page in range(first, last + 1):
            yield _strips(pdftoppm, page, size)


def _strips(pdftoppm: str, page: int, size: tuple[int, int]) -> "Iterator[Picture]":
    each = 8 * _rows_of_band(size)
    for top in range(0, size[1], each):
        height = min(each, size[1] - top)
        with _poppler(pdftoppm, page, page, size, "-y", str(top), "-H", str(height)) as source:
            yield from _bands_of_page(source, size)


def _rows_of_band(size: tuple[int, int]) -> int:
    return max(1, PIXELS_OF_A_BAND // size[0] // BLOCK) * BLOCK


@contextmanager
def _poppler(pdftoppm: str, first: int, last: int, size: tuple[int, int], *where: str) -> Iterator[IO[bytes]]:
    """The pictures of these pages, one behind the other, without anything between (PPM)."""
    scale = ["-scale-to", str(max(size)), "-cropbox", *where]
    asked = [pdftoppm, "-f", str(first), "-l", str(last), *scale, PAPER]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdout is not None  # noqa: S101 # asked for in this line
        try:
            yield running.stdout
        finally:
            running.stdout.close()
            if running.wait() < 0:  # ended by one of the limits
                raise MemoryError


def _bands_of_page(source: IO[bytes], size: tuple[int, int]) -> "Iterator[Picture]":
    from PIL import Image

    if source.readline(8) != b"P6\n":
        raise ValueError
    width, height = map(int, source.readline(32).split())
    source.readline(8)  # the largest value, which is 255
    if not (0 < width <= size[0] + 1 and 0 < height <= size[1] + 1):  # as it rounds
        raise ValueError
    each = _rows_of_band(size)
    for top in range(0, height, each):
        count = min(each, height - top)
        yield Image.frombytes("RGB", (width, count), source.read(width * count * 3))


def _limit(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
