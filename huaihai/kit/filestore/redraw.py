"""Redraws one picture as a small JPEG, or a PDF as a PDF of page pictures. Run as a program of its own, since files
come from strangers.

Standard input is the file, standard output what is shown of it: only what can be seen, turned upright, without
position, camera, comments, scripts, links or files inside. The first argument says what is asked: `picture`, `small`
(one for lists, of a few kilobytes), or `pages` with the path of poppler's pdftoppm behind it. It limits its own time,
memory and output, which holds for poppler, too, before it looks at the file; exit codes say why nothing was drawn.
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
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:  # Pillow is loaded only after the limits stand
    from PIL.Image import Image

CPU_SECONDS = 45
MEMORY_BYTES = 640 * 1024 * 1024
OUTPUT_BYTES = 64 * 1024 * 1024
OPEN_FILES = 64
POLITE = 10  # pages that people wait for come first

# A telephone's largest photo, which is read at a smaller scale; anything else stands in memory whole.
MOST_PIXELS_OF_JPEG, MOST_PIXELS = 120_000_000, 60_000_000
LONGEST_SIDE, QUALITY = 2000, 85
# A screenshot of a whole conversation stays as wide as it is read: it may be 1,440 × 40,000.
LONG_RATIO, SHORT_SIDE_OF_LONG, LONG_SIDE_OF_LONG = 3, 1080, 30_000
SMALL_SIDE, SMALL_QUALITY = 400, 60
PIXELS_OF_A_LARGE_ONE, PIXELS_OF_A_STRIP = 16_000_000, 1_000_000
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
        pixels = picture.width * picture.height
        if pixels > (MOST_PIXELS_OF_JPEG if picture.format == "JPEG" else MOST_PIXELS):
            return TOO_MUCH
        room = (SMALL_SIDE, SMALL_SIDE) if is_small else _room(*picture.size)
        size = _size(picture, room)
        picture.draft("RGB", size)  # a JPEG is read at a smaller scale
        if picture.width * picture.height > PIXELS_OF_A_LARGE_ONE:
            _take_turns()
        plain = _upright(_drawn(picture, size), picture)
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


def _take_turns() -> None:
    """One large picture at a time on this machine, whatever asks for it: the program's own file is the lock."""
    fcntl.flock(os.open(__file__, os.O_RDONLY), fcntl.LOCK_EX)


def _room(width: int, height: int) -> tuple[int, int]:
    """The box that the derivative fits into."""
    if height > LONG_RATIO * width:
        return SHORT_SIDE_OF_LONG, LONG_SIDE_OF_LONG
    if width > LONG_RATIO * height:
        return LONG_SIDE_OF_LONG, SHORT_SIDE_OF_LONG
    return LONGEST_SIDE, LONGEST_SIDE


def _size(picture: "Image", room: tuple[int, int]) -> tuple[int, int]:
    smaller = min(1, room[0] / picture.width, room[1] / picture.height)
    return max(1, round(picture.width * smaller)), max(1, round(picture.height * smaller))


def _drawn(picture: "Image", size: tuple[int, int]) -> "Image":
    """A picture of its own, on white. It is drawn strip by strip, so that nothing as large as the given one stands in
    memory twice."""
    from PIL import Image

    plain = Image.new("RGB", size)
    scale = picture.height / plain.height
    around = math.ceil(2 * scale) + 1  # rows beside the strip that count for its edges
    rows = max(1, int(PIXELS_OF_A_STRIP / picture.width / scale))
    for top in range(0, plain.height, rows):
        bottom = min(top + rows, plain.height)
        first, last = max(0, math.floor(top * scale) - around), math.ceil(bottom * scale) + around
        strip = _on_white(picture.crop((0, first, picture.width, min(last, picture.height))))
        box = (0, top * scale - first, picture.width, min(bottom * scale - first, strip.height))
        drawn = strip.resize((plain.width, bottom - top), Image.Resampling.BICUBIC, box=box)
        plain.paste(drawn, (0, top))
    return plain


def _on_white(strip: "Image") -> "Image":
    from PIL import Image

    if strip.mode == "RGB":
        return strip
    layered = strip if strip.mode == "RGBA" else strip.convert("RGBA")
    plain = Image.new("RGB", strip.size, "white")
    plain.paste(layered, mask=layered.getchannel("A"))
    return plain


def _upright(plain: "Image", picture: "Image") -> "Image":
    """Turned as the camera says that it was held; of all that the camera says, this alone is looked at."""
    from PIL import Image, ImageOps

    if (held := picture.getexif().get(ORIENTATION, 1)) == 1:
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


def _next_page(source: IO[bytes], side: int) -> "Image | None":
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
