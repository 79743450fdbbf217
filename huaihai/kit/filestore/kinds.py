"""What a file is, by its first bytes. Whatever is not named here is refused."""

import re
from typing import Final

from huaihai.kit.filestore import refusals

HEAD_BYTES: Final = 64 * 1024
PICTURES: Final = frozenset(
    {"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/heic", "image/avif"}
)
EXTENSIONS: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/bmp": ".bmp",
    "image/heic": ".heic",
    "image/avif": ".avif",
    "application/pdf": ".pdf",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/3gpp": ".3gp",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/aac": ".aac",
    "audio/wav": ".wav",
    "audio/amr": ".amr",
    "text/plain": ".txt",
}
_STARTS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
)
_BRANDS: Final = {  # the four letters after "ftyp" (ISO base media)
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "image/heic"),
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
    **dict.fromkeys((b"M4A ", b"M4B "), "audio/mp4"),
    **dict.fromkeys((b"3gp4", b"3gp5", b"3gp6", b"3gp7"), "video/3gpp"),
    b"qt  ": "video/quicktime",
    **dict.fromkeys(
        (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"),
        "video/mp4",
    ),
}
_PACKED: Final = (  # office files with or without macros, archives
    b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf",
)  # fmt: skip
_ACTIVE_TEXT: Final = re.compile(
    rb"<\s*(?:!doctype|html|svg|script|iframe|body|head|\?xml|\?php|object|embed)", re.IGNORECASE
)
_SOUND_FRAMES: Final = {0xFB: "audio/mpeg", 0xF3: "audio/mpeg", 0xF2: "audio/mpeg", 0xFA: "audio/mpeg"} | {
    0xF1: "audio/aac",
    0xF9: "audio/aac",
}
_CONTROLS: Final = frozenset(range(32)) - {9, 10, 12, 13}


def kind_of(head: bytes, name: str) -> str:
    """The media type of a file that begins with `head`. Raises Refused for anything not on the list."""
    if head.startswith(_PACKED):
        raise refusals.office_file(name)
    found = next((kind for start, kind in _STARTS if head.startswith(start)), None) or _by_structure(head)
    if found is None and _is_plain_text(head):
        found = "text/plain"
    if found is None:
        raise refusals.unknown_kind(name)
    return found


def _by_structure(head: bytes) -> str | None:
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if len(head) > 2 and head[0] == 0xFF:
        return _SOUND_FRAMES.get(head[1])
    return None


def _is_plain_text(head: bytes) -> bool:
    """Readable characters only, and nothing a browser or a shell would run."""
    if head.startswith(b"#!") or _CONTROLS.intersection(head) or _ACTIVE_TEXT.search(head):
        return False
    return any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    for cut in range(4):  # the head may end in the middle of a character
        try:
            head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
