"""Redraws one picture as a small JPEG. Run as a program of its own, since pictures come from strangers.

Standard input is the picture, standard output the JPEG: only what can be seen, turned upright, without position,
camera or comments. With the argument `small` it is one for lists, of a few kilobytes. Exit codes: 0 done, 3 too many
pixels, 4 broken. It limits its own time, memory and output before it looks at the picture.
"""

import resource
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Pillow is loaded only after the limits stand
    from PIL.Image import Image

CPU_SECONDS = 20
MEMORY_BYTES = 1536 * 1024 * 1024
OUTPUT_BYTES = 16 * 1024 * 1024
MOST_PIXELS = 120_000_000  # a little more than the largest telephone camera in use
LONGEST_SIDE, QUALITY = 2000, 85
SMALL_SIDE, SMALL_QUALITY = 400, 60
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "HEIF", "AVIF")
TOO_MANY_PIXELS, BROKEN = 3, 4


def main() -> int:
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_FSIZE, OUTPUT_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own cap answers in our own words
    try:
        return _redraw()
    except MemoryError:
        return TOO_MANY_PIXELS
    except Exception:  # noqa: BLE001 -- decoders raise whatever a damaged file leads them to
        return BROKEN


def _redraw() -> int:
    from PIL import Image, ImageOps
    from pillow_heif import register_heif_opener

    side, quality = (SMALL_SIDE, SMALL_QUALITY) if "small" in sys.argv[1:] else (LONGEST_SIDE, QUALITY)
    register_heif_opener(thumbnails=False)
    with Image.open(sys.stdin.buffer, formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return TOO_MANY_PIXELS
        picture.draft("RGB", (side, side))  # a JPEG is read at a smaller scale
        picture.thumbnail((side, side))
        upright = ImageOps.exif_transpose(picture)
        _on_white(upright).save(sys.stdout.buffer, "JPEG", quality=quality, optimize=True)
    return 0


def _on_white(picture: "Image") -> "Image":
    from PIL import Image

    if picture.mode in ("RGB", "L"):
        plain = Image.new(picture.mode, picture.size)
        plain.paste(picture)
        return plain
    layered = picture.convert("RGBA")
    plain = Image.new("RGB", picture.size, "white")
    plain.paste(layered, mask=layered.getchannel("A"))
    return plain


def _limit(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
