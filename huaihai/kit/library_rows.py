"""The rows of a WebP and of a HEIC one after the other, by asking the libraries under Pillow and pillow_heif, which
themselves hold such a picture whole, and more than once.

A WebP is decoded row by row, a HEIC by rows of the squares in which telephones store it; one without squares as it is
stored, its colours at half the size. Without Django: it is part of the limited program that redraws pictures.
"""

import ctypes
import mmap
from ctypes import POINTER, Structure, byref, c_char, c_char_p, c_int, c_size_t, c_uint8, c_uint32, c_void_p
from itertools import repeat
from typing import IO, TYPE_CHECKING, Any, Final

from huaihai.kit.picture_rows import PART, Canvas

if TYPE_CHECKING:  # Pillow is loaded only after the limits stand
    from PIL.Image import Image

RGBA_OF_WEBP, DONE, GOES_ON = 1, 0, 5
# Of libheif: colours, how pixels lie, and in which layers.
AS_STORED, RGB = 0, 1
HALF_COLOURS, THREE, FOUR = 1, 10, 11
LIGHT, BLUE, RED, MIXED = 0, 1, 2, 10
# Of red and blue in light, by the number of a standard.
WEIGHTS: Final = {1: (0.2126, 0.0722), 9: (0.2627, 0.0593)}
WEIGHTS_OF_MOST: Final = 0.299, 0.114


class RowsOfWebp:
    """Of one that does not move, as RGBA. One without loss stands in its decoder's memory whole."""

    def __init__(self, file: IO[bytes]) -> None:
        from PIL import _webp

        self._lib = ctypes.CDLL(_webp.__file__)
        self._lib.WebPINewRGB.restype = c_void_p
        self._file, self._start = _mapped(file)
        width, height = c_int(), c_int()
        if not self._lib.WebPGetInfo(self._start, c_size_t(len(self._file)), byref(width), byref(height)):
            raise ValueError
        self.size = width.value, height.value
        self._read, self._done = 0, c_int()
        self.kind, self.exif, at = "WebP", b"", 12
        while head := self._file[at : at + 8]:
            size = int.from_bytes(head[4:], "little")
            if head[:4] == b"VP8L":
                self.kind = "WebP without loss"
            if head[:4] == b"EXIF":
                self.exif = self._file[at + 8 : at + 8 + size]
            at += 8 + size + size % 2

    def begin(self) -> None:
        self._canvas = Canvas("RGBA", self.size)
        written = (c_char * len(self._canvas.memory)).from_buffer(self._canvas.memory)
        decoder = self._lib.WebPINewRGB(RGBA_OF_WEBP, written, c_size_t(len(written)), self._canvas.line)
        self._decoder = c_void_p(decoder)

    def rows(self, first: int, last: int) -> "Image":
        while self._done.value < last:
            self._read_on()
        return self._canvas.rows(first, last)

    def _read_on(self) -> None:
        """What was read of the file needs no memory: it can be read again."""
        if self._read == len(self._file):
            raise EOFError
        self._file.madvise(mmap.MADV_DONTNEED)
        self._read = min(self._read + PART, len(self._file))
        if self._lib.WebPIUpdate(self._decoder, self._start, c_size_t(self._read)) not in (DONE, GOES_ON):
            raise ValueError
        self._lib.WebPIDecGetRGB(self._decoder, byref(self._done), None, None, None)


class RowsOfHeif:
    """Of a HEIC, turned upright already."""

    exif = b""

    def __init__(self, file: IO[bytes]) -> None:
        import _pillow_heif  # type: ignore[import-not-found]  # it has no types

        lib = self._lib = ctypes.CDLL(_pillow_heif.__file__)
        lib.heif_context_alloc.restype = lib.heif_image_get_plane_readonly2.restype = c_void_p
        lib.heif_decoding_options_alloc.restype = POINTER(_Options)
        self._options = lib.heif_decoding_options_alloc()
        self._options.contents.with_eight_bits = 1
        context, self._handle = c_void_p(lib.heif_context_alloc()), c_void_p()
        lib.heif_context_set_max_decoding_threads(context, 0)
        self._call("context_read_from_file", context, f"/dev/fd/{file.fileno()}".encode(), None)
        self._call("context_get_primary_image_handle", context, byref(self._handle))
        self._squares = _Squares()
        self._call("image_handle_get_image_tiling", self._handle, 1, byref(self._squares))
        self.size = self._said("width"), self._said("height")
        self._has_layers = bool(self._said("alpha_channel", "has"))
        self.kind, self._row, self._done = "HEIC", 0, 0
        if self._has_layers or self._squares.columns * self._squares.rows == 1:
            colours, pixels = c_int(), c_int()
            self._call(
                "image_handle_get_preferred_decoding_colorspace", self._handle, byref(colours), byref(pixels)
            )
            stored = (colours.value, pixels.value, self._said("luma_bits_per_pixel"))
            is_plain = stored == (AS_STORED, HALF_COLOURS, 8) and not self._has_layers
            self.kind = "HEIC without squares" if is_plain else "HEIC in other colours"

    def begin(self) -> None:
        if self.kind == "HEIC without squares":
            self._whole = self._decoded("decode_image", AS_STORED, HALF_COLOURS)
            self._to_rgb = self._colours()
        elif self.kind == "HEIC in other colours":
            self._whole = self._decoded("decode_image", RGB, FOUR if self._has_layers else THREE)
        else:
            self._canvas = Canvas("RGB", self.size)

    def rows(self, first: int, last: int) -> "Image":
        if self.kind == "HEIC without squares":
            return self._mixed(first, last)
        if self.kind == "HEIC in other colours":
            return self._layer(self._whole, MIXED, "RGBA" if self._has_layers else "RGB", first, last)
        while self._done < last:
            self._read_on()
        return self._canvas.rows(first, last)

    def _read_on(self) -> None:
        """A row of squares. Of what turning brought to the front, the squares there are parts."""
        grid, (width, height) = self._squares, self.size
        left = width - grid.columns * grid.across if grid.left else 0
        top = self._row * grid.down + (height - grid.rows * grid.down if grid.top else 0)
        for column in range(grid.columns):
            where = c_uint32(column), c_uint32(self._row)
            square = self._decoded("image_handle_decode_image_tile", RGB, THREE, *where)
            part = self._layer(square, MIXED, "RGB", 0, grid.down)
            self._canvas.whole.paste(part, (left + column * grid.across, top))
            self._lib.heif_image_release(square)
        self._row += 1
        self._done = min(top + grid.down, height)

    def _mixed(self, first: int, last: int) -> "Image":
        """Light and colours, of which one row is for two of light."""
        from PIL import Image

        light = self._layer(self._whole, LIGHT, "L", first, last)
        top, bottom = max(0, first // 2 - 1), min((self.size[1] + 1) // 2, last // 2 + 2)
        box = (0, first / 2 - top, self.size[0] / 2, last / 2 - top)
        colours = [
            self._layer(self._whole, name, "L", top, bottom).resize(
                light.size, Image.Resampling.NEAREST, box=box
            )
            for name in (BLUE, RED)
        ]
        return Image.merge("RGB", (light, *colours)).convert("RGB", self._to_rgb)

    def _colours(self) -> tuple[float, ...]:
        """What makes red, green and blue of light and colours, by what the picture says of them."""
        said = POINTER(_Colours)()
        read = self._lib.heif_image_get_nclx_color_profile
        read.restype = _Error
        is_said = not read(self._whole, byref(said)).code and bool(said)
        red, blue = WEIGHTS.get(said.contents.standard, WEIGHTS_OF_MOST) if is_said else WEIGHTS_OF_MOST
        whole = not is_said or said.contents.is_full
        dark, light, colour = (0, 1.0, 1.0) if whole else (16, 255 / 219, 255 / 224)
        rows = (
            (0.0, 2 * (1 - red)),
            (-2 * blue * (1 - blue) / (1 - red - blue), -2 * red * (1 - red) / (1 - red - blue)),
            (2 * (1 - blue), 0.0),
        )
        found: list[float] = []
        for of_blue, of_red in rows:
            from_zero = -dark * light - 128 * colour * (of_blue + of_red)
            found += light, of_blue * colour, of_red * colour, from_zero
        return tuple(found)

    def _decoded(self, name: str, colours: int, pixels: int, *where: c_uint32) -> c_void_p:
        found = c_void_p()
        self._call(name, self._handle, byref(found), colours, pixels, self._options, *where)
        return found

    def _layer(self, decoded: c_void_p, name: int, mode: str, first: int, last: int) -> "Image":
        from PIL import Image

        line = c_size_t()
        start = self._lib.heif_image_get_plane_readonly2(decoded, name, byref(line))
        width, height = (
            getattr(self._lib, f"heif_image_get_{side}")(decoded, name) for side in ("width", "height")
        )
        if not start or height < last:
            raise ValueError
        pixels = (c_char * (line.value * (last - first))).from_address(start + first * line.value)
        return Image.frombytes(mode, (width, last - first), bytes(pixels), "raw", mode, line.value, 1)

    def _said(self, name: str, verb: str = "get") -> int:
        found: int = getattr(self._lib, f"heif_image_handle_{verb}_{name}")(self._handle)
        return found

    def _call(self, name: str, *given: Any) -> None:
        call = getattr(self._lib, f"heif_{name}")
        call.restype = _Error
        if call(*given).code:
            raise ValueError


class _Error(Structure):
    _fields_ = (("code", c_int), ("what", c_int), ("message", c_char_p))


class _Squares(Structure):
    """`heif_image_tiling`"""

    names = ("columns", "rows", "across", "down", "width", "height", "top", "left")
    _fields_ = (
        ("version", c_int),
        *zip(names, repeat(c_uint32)),
        ("more", c_uint32 * 9),
    )


class _Colours(Structure):
    """The beginning of `heif_color_profile_nclx`"""

    _fields_ = (
        ("version", c_uint8),
        ("primaries", c_int),
        ("transfer", c_int),
        ("standard", c_int),
        ("is_full", c_uint8),
    )


class _Options(Structure):
    """The beginning of `heif_decoding_options`"""

    _fields_ = (
        ("version", c_uint8),
        ("as_stored", c_uint8),
        ("progress", c_void_p * 4),
        ("with_eight_bits", c_uint8),
    )


def _mapped(file: IO[bytes]) -> tuple[mmap.mmap, Any]:
    """A file, and where it begins, without its bytes in memory; nobody writes to it."""
    mapped = mmap.mmap(file.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE)
    return mapped, (c_char * len(mapped)).from_buffer(mapped)
