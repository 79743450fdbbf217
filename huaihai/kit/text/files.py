"""Reading a text file as people have it: UTF-8 with or without a byte order mark, or GB18030."""

import sys
from pathlib import Path

from huaihai.kit.text import words
from huaihai.kit.text.normalise import UnstorableTextError, refuse


class UnreadableFileError(ValueError):
    """The message is one line in Chinese that names the file and what is wrong with it."""


def read_bytes(name: str) -> bytes:
    """The bytes of a file, or of the standard input for `-`. Raises UnreadableFileError."""
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFileError(words.NO_SUCH_FILE.format(file=name)) from error
    except OSError as error:
        raise UnreadableFileError(words.CANNOT_READ.format(file=name, reason=error.strerror)) from error


def decode(raw: bytes, name: str) -> str:
    """The text in these bytes. Raises UnreadableFileError; guesses nothing beyond the two encodings."""
    text = raw.decode(encoding_of(raw, name))
    try:
        refuse(text)
    except UnstorableTextError as error:
        raise UnreadableFileError(words.UNSTORABLE.format(file=name, place=error.position + 1)) from error
    return text


def encoding_of(raw: bytes, name: str) -> str:
    """The name of the encoding, as Python knows it. Raises UnreadableFileError."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableFileError(words.NOT_TEXT.format(file=name))
