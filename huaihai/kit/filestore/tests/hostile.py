"""Files that mean no good, made here byte by byte: bombs, two kinds in one, wrong names, places, scripts, programs."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

import pillow_heif
from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from huaihai.kit.filestore.tests.pictures import chunk, picture, with_position

MARK: Final = b"MarkOfTheCorpus"  # in everything that must never reach a reader
PLACE: Final = b"+34.2610+117.1850/"
SCRIPT: Final = b"<script>alert('" + MARK + b"')</script>"


def flat_png(width: int, height: int, *, colour: int = 2) -> bytes:
    """One colour, which packs a hundred megapixels into some hundred kilobytes. `colour` 2 is RGB, 6 RGBA, 0 grey."""
    row = bytes(1 + width * {0: 1, 2: 3, 6: 4}[colour])
    packer, packed = zlib.compressobj(9), bytearray()
    for _row in range(height):
        packed += packer.compress(row)
    packed += packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", bytes(packed)) + chunk(b"IEND", b"")


def screenshot(width: int = 1440, height: int = 40_000) -> bytes:
    """A conversation saved whole, with a line of words in every 50 rows."""
    drawn = Image.new("RGBA", (width, height), "white")
    pen = ImageDraw.Draw(drawn)
    for top in range(0, height, 50):
        pen.text((20, top), f"line {top}: the shop says that it will not pay", fill="black", font_size=30)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


def placed(kind: str) -> bytes:
    """A picture that says where it was taken."""
    pillow_heif.register_heif_opener(thumbnails=False)
    out = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 15.0, 0.0), 3: "E", 4: (117.0, 11.0, 0.0)})
    exif[0x010E] = MARK.decode()
    Image.new("RGB", (40, 30), "green").save(out, kind, exif=exif)
    assert MARK in out.getvalue()
    return out.getvalue()


def marked_png() -> bytes:
    """Texts, a position and a script beside the pixels, and more behind them."""
    whole = placed("PNG")
    end = whole.index(b"IEND") - 4
    return whole[:end] + chunk(b"tEXt", b"Comment\0" + SCRIPT) + whole[end:] + SCRIPT


def marked_jpeg() -> bytes:
    """XMP with a position, a comment, and a page behind the picture."""
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta exif:GPSLatitude='34,15N'>" + MARK + b"</x:xmpmeta>"
    plain = with_position()
    marked = b"\xff\xe1" + struct.pack(">H", len(xmp) + 2) + xmp
    comment = b"\xff\xfe" + struct.pack(">H", len(SCRIPT) + 2) + SCRIPT
    return plain[:2] + marked + comment + plain[2:] + SCRIPT + zipped({"a.html": SCRIPT})


def strange_colours() -> Iterator[tuple[str, bytes]]:
    """CMYK, a profile that is none, 16 bits, one bit, a palette with a see-through entry."""
    for mode, kind in (("CMYK", "JPEG"), ("I;16", "PNG"), ("1", "PNG"), ("LA", "PNG"), ("P", "GIF")):
        out = io.BytesIO()
        Image.new(mode, (60, 40)).save(out, kind, **({"transparency": 0} if mode == "P" else {}))
        yield mode, out.getvalue()
    yield "profile", picture(icc_profile=MARK * 3000)


def animated(kind: str, frames: int = 200) -> bytes:
    out = io.BytesIO()
    first, *more = (Image.new("RGB", (50, 50), (n % 256, 0, 0)) for n in range(frames))
    first.save(out, kind, save_all=True, append_images=more, duration=10)
    return out.getvalue()


def enormous() -> Iterator[tuple[str, bytes]]:
    """Heads that claim more than any memory has."""
    side = 2**31 - 1
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 16, 6, 0, 0, 0))
    yield (
        "png",
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b""),
    )
    yield "gif", b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0x80, 0, 0) + bytes(200)
    yield (
        "bmp",
        b"BM" + struct.pack("<IHHI", 100, 0, 0, 54) + struct.pack("<IiiHHI", 40, side, -side, 1, 32, 0),
    )
    canvas = (16_383).to_bytes(3, "little")
    yield "webp", b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<II", 10, 0) + canvas * 2
    yield "jpeg", picture(size=(64, 64)).replace(struct.pack(">HH", 64, 64), b"\xff\xff\xff\xff", 1)


def truncated() -> Iterator[tuple[str, bytes]]:
    for kind in ("JPEG", "PNG", "GIF", "WEBP", "BMP", "AVIF"):
        noise = Image.effect_noise((300, 300), 90).convert("RGB")
        out = io.BytesIO()
        noise.save(out, kind)
        yield kind, out.getvalue()[: len(out.getvalue()) // 3]


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def word(*, bomb: int = 0) -> bytes:
    """A Word file with a macro and a template that is fetched from elsewhere; its text may be a bomb of so many MB."""
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b"<w:document>" + b" " * (bomb * 1024 * 1024) + b"</w:document>",
            "word/vbaProject.bin": MARK,
            "word/_rels/settings.xml.rels": b'<Relationships><Relationship Id="a" Target="http://127.0.0.1/t.dotm" '
            b'TargetMode="External" Type=".../attachedTemplate"/></Relationships>',
        }
    )


def refused() -> Iterator[tuple[str, bytes, str]]:
    """Name of the trial, contents, and the name that the file claims."""
    yield "svg", b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "photo.jpg"
    yield "svg behind a comment", b"<!-- x --><svg onload=alert(1)>", "a.svg"
    yield "html", b"<!doctype html>" + SCRIPT, "receipt.pdf"
    yield "html after a mark", b"\xef\xbb\xbf\n\n<HTML>" + SCRIPT, "a.txt"
    yield "xhtml", b"<?xml version='1.0'?><html/>", "a.txt"
    yield "html in utf-16", "\ufeff<html><script>alert(1)</script>".encode("utf-16"), "a.txt"
    yield "word", word(), "contract.docx"
    yield "word of long ago", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + MARK, "contract.doc"
    yield "archive", zipped({"a.html": SCRIPT}), "photo.jpg"
    yield "bomb in an archive", zipped({"a": bytes(20 * 1024 * 1024)}), "photo.zip"
    yield "program", b"MZ\x90\0" + MARK, "photo.jpg.exe"
    yield "shortcut", b"L\0\0\0\x01\x14\x02\0" + bytes(60), "invoice.pdf.lnk"
    yield "script of a shell", b"#!/bin/sh\necho " + MARK, "a.txt"
    yield "php", b"GIF <?php system($_GET['c']); ?>", "a.gif"
    yield "nothing", b"", "photo.jpg"
    yield "postscript", b"%!PS-Adobe-3.0\n(%pipe%id) (w) file\n\x00", "a.eps"
    yield "tiff", b"II*\0" + bytes(100), "a.tif"
    for name, contents in enormous():
        yield f"enormous {name}", contents, f"a.{name}"
    for name, contents in truncated():
        yield f"truncated {name}", contents, f"a.{name.lower()}"


def taken() -> Iterator[tuple[str, bytes]]:
    """What is taken, and must lose what it carries."""
    yield "png with more", marked_png()
    yield "jpeg with more", marked_jpeg()
    yield "gif that is a script, too", picture("GIF") + b";/*" + SCRIPT + b"*/"
    for kind in ("JPEG", "WEBP", "AVIF", "HEIF"):
        yield f"{kind.lower()} with a place", placed(kind)
    yield "animated gif", animated("GIF")
    yield "animated webp", animated("WEBP")
    yield from strange_colours()


def film(*, brand: bytes = b"isom", at_end: bool = False) -> bytes:
    """A film that says four times where it was taken, in boxes as telephones and cameras write them."""
    said = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0) + PLACE))
    keys = box(
        b"meta", bytes(4) + box(b"keys", b"com.apple.quicktime.location.ISO6709") + box(b"ilst", PLACE)
    )
    track = box(b"trak", box(b"tkhd", bytes(20)) + box(b"mdia", box(b"hdlr", bytes(20))) + said)
    movie = box(b"moov", box(b"mvhd", bytes(100)) + track + said + keys)
    stream = box(b"mdat", b"the film itself" * 1000)
    dashboard = box(b"free", b"freeGPS " + PLACE) + box(b"uuid", bytes(16) + b"<x:xmpmeta>" + PLACE)
    parts = (stream, movie) if at_end else (movie, stream)
    return box(b"ftyp", brand + bytes(4) + brand) + b"".join(parts) + dashboard


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


def paper(pages: int = 1, *, size: tuple[float, float] = (595, 842)) -> PdfWriter:
    """A PDF to add to."""
    made = PdfWriter()
    for _page in range(pages):
        made.add_blank_page(*size)
    return made


def saved(made: PdfWriter) -> bytes:
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def active_paper() -> bytes:
    """It runs a script when it opens, starts a program, calls a page, sends a form, and has a file inside."""
    made = paper(2)
    mark = TextStringObject(MARK.decode())
    made.add_attachment("program.exe", MARK)
    made.add_metadata({"/Title": MARK.decode(), "/Author": PLACE.decode()})
    launch = _dictionary(S=NameObject("/Launch"), F=mark)
    calls = [_dictionary(S=NameObject(f"/{kind}"), **{key: mark}) for kind, key in _CALLS]
    made.root_object[NameObject("/OpenAction")] = _dictionary(
        S=NameObject("/JavaScript"), JS=mark, Next=launch
    )
    links = [
        _dictionary(
            Type=NameObject("/Annot"),
            Subtype=NameObject("/Link"),
            Rect=ArrayObject([FloatObject(n) for n in (0, 0, 500, 800)]),
            A=call,
        )
        for call in calls
    ]
    made.pages[0][NameObject("/Annots")] = ArrayObject(links)
    return saved(made)


_CALLS: Final = (("URI", "URI"), ("SubmitForm", "F"), ("GoToR", "F"), ("ImportData", "F"))


def _dictionary(**entries: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def locked_paper() -> bytes:
    made = paper()
    made.encrypt("secret", algorithm="RC4-128")
    return saved(made)


def picture_bomb(side: int = 30_000) -> bytes:
    """One page with a picture of side × side pixels, in some hundred kilobytes."""
    made = paper()
    drawn = StreamObject()
    drawn.set_data(zlib.compress(bytes(side * side // 8), 9))
    drawn.update(
        _dictionary(
            Type=NameObject("/XObject"),
            Subtype=NameObject("/Image"),
            Width=FloatObject(side),
            Height=FloatObject(side),
            BitsPerComponent=FloatObject(1),
            ColorSpace=NameObject("/DeviceGray"),
            Filter=NameObject("/FlateDecode"),
        )
    )
    contents = StreamObject()
    contents.set_data(b"q 500 0 0 800 0 0 cm /a Do Q")
    page = made.pages[0]
    page[NameObject("/Resources")] = _dictionary(XObject=_dictionary(a=made._add_object(drawn)))
    page[NameObject("/Contents")] = made._add_object(contents)
    return saved(made)


def broken_papers() -> Iterator[tuple[str, bytes]]:
    whole = saved(paper())
    yield "cut", whole[: len(whole) // 2]
    yield "head alone", b"%PDF-1.7\n"
    yield "head and a page", b"%PDF-1.7\n" + SCRIPT
    yield "no pages", saved(PdfWriter())
    yield (
        "pages in a circle",
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
        ),
    )
