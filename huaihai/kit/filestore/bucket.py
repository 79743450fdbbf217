"""The store in a bucket of an S3-compatible server, through django-storages (`requirements/s3.txt`).

Objects are named by a keyed code of their name (AES-SIV): it tells nobody which contents are held, not even to whom
holds the same file, and whoever has the key reads the name again. Decision 0033.
"""

import fcntl
import hashlib
import io
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.db import connection, transaction

from huaihai.kit import outages, sealing
from huaihai.kit.filestore.stores import Entry, Pieces

GONE: Final = (
    "NoSuchKey"  # the one answer that says so: NoSuchBucket may also mean that a part of the server is away
)
EMPTY: Final = "InvalidRange"
CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 10, 2  # nobody waits longer than half a minute


class Bucket:
    """A client for all threads; it is made, and its library loaded, when a process first needs a file."""

    def __init__(self, words: dict[str, str]) -> None:
        from botocore.config import Config
        from storages.backends.s3 import S3Storage

        limits = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": TRIES, "mode": "standard"},
            s3={"addressing_style": "path"},
            signature_version="s3v4",
        )
        self._name = words["bucket_name"]
        self._client: Any = S3Storage(**words, client_config=limits).connection.meta.client

    def read(self, folder: str, name: str) -> BinaryIO:
        with _answers():
            found = self._client.get_object(Bucket=self._name, Key=key_of(folder, name))
        return io.BufferedReader(_Body(found["Body"]))

    def has(self, folder: str, name: str) -> bool:
        return self._modified(folder, name) is not None

    def write(self, folder: str, name: str, pieces: Pieces) -> None:
        with tempfile.TemporaryFile(dir=_temporary()) as held:
            held.writelines(pieces())
            held.seek(0)
            with _answers():
                self._client.put_object(Bucket=self._name, Key=key_of(folder, name), Body=held)

    def replace(self, folder: str, name: str, pieces: Pieces) -> None:
        with _alone(folder, name):
            if not self.has(folder, name):
                raise FileNotFoundError("not in the store")
            self.write(folder, name, pieces)

    def renew(self, folder: str, name: str) -> bool:
        key = key_of(folder, name)
        with _shared(folder, name):
            try:
                with _answers():
                    self._client.copy_object(
                        Bucket=self._name,
                        Key=key,
                        CopySource={"Bucket": self._name, "Key": key},
                        MetadataDirective="REPLACE",
                    )
            except FileNotFoundError:
                return False
        return True

    def remove(self, folder: str, name: str, *, before: float | None = None) -> bool:
        with _alone(folder, name):
            modified = self._modified(folder, name)
            if modified is None or (before is not None and modified >= before):
                return False
            with _answers():
                self._client.delete_object(Bucket=self._name, Key=key_of(folder, name))
        return True

    def all(self, folder: str, since: str = "", until: str = "~") -> Iterator[Entry]:
        with _answers():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._name, Prefix=f"{folder}/"
            )
            for page in pages:
                for one in page.get("Contents", ()):
                    name = name_of(one["Key"])
                    if name is not None and since <= name < until:
                        yield Entry(folder, name, one["LastModified"].timestamp())

    def _modified(self, folder: str, name: str) -> float | None:
        """When it was written, in seconds since 1970. Asked by GET: a HEAD has no body that says what is missing."""
        try:
            with _answers():
                found = self._client.get_object(
                    Bucket=self._name, Key=key_of(folder, name), Range="bytes=0-0"
                )
                found["Body"].read()
                modified: float = found["LastModified"].timestamp()
                return modified
        except FileNotFoundError:
            return None
        except _Empty:
            return 0.0


def bucket() -> Bucket:
    """That of the settings."""
    with _making:
        return _bucket(tuple(sorted(settings.BUCKET.items())))


_making = threading.Lock()


@lru_cache(maxsize=2)
def _bucket(words: tuple[tuple[str, str], ...]) -> Bucket:
    return Bucket(dict(words))


def key_of(folder: str, name: str) -> str:
    """Under which key a file stands in the bucket."""
    return f"{folder}/{_siv().encrypt(name.encode(), [folder.encode()]).hex()}"


def name_of(key: str) -> str | None:
    """The name of the file that stands under this key; None if it is none of ours."""
    folder, _slash, code = key.partition("/")
    try:
        return _siv().decrypt(bytes.fromhex(code), [folder.encode()]).decode()
    except (InvalidTag, ValueError):
        return None


def _siv() -> AESSIV:
    first, second = (sealing.blind(half, purpose="objects") for half in ("first", "second"))
    return AESSIV(bytes.fromhex(first + second))


class _Empty(OSError):
    """An object without contents has no first byte."""


class _Body(io.RawIOBase):
    """The contents as they come; what breaks off is an outage."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        with _answers():
            found: bytes = self._body.read(len(target))
        target[: len(found)] = found
        return len(found)

    def close(self) -> None:
        self._body.close()
        super().close()


@contextmanager
def _answers() -> Iterator[None]:
    """Raises FileNotFoundError for what is surely not there, StoreAway for everything else that goes wrong."""
    from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code == GONE:
            raise FileNotFoundError("not in the store") from error
        if code == EMPTY:
            raise _Empty from error
        raise outages.StoreAway(f"the object store answers {code}") from error
    except (BotoCoreError, HTTPClientError) as error:
        raise outages.StoreAway(f"the object store does not answer: {type(error).__name__}") from error


def _temporary() -> str:
    settings.FILES.mkdir(parents=True, exist_ok=True, mode=0o700)
    return str(settings.FILES)


@contextmanager
def _alone(folder: str, name: str) -> Iterator[None]:
    with _locked(folder, name, "pg_advisory_xact_lock", fcntl.LOCK_EX):
        yield


@contextmanager
def _shared(folder: str, name: str) -> Iterator[None]:
    """Who takes a file up waits for whoever removes it, and for nobody else."""
    with _locked(folder, name, "pg_advisory_xact_lock_shared", fcntl.LOCK_SH):
        yield


@contextmanager
def _locked(folder: str, name: str, function: str, flag: int) -> Iterator[None]:
    """Of all machines on PostgreSQL; beside SQLite there is one, whose processes share a file."""
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(f"{folder}/{name}".encode()).digest()[:8], "big", signed=True)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [number])
            yield
        return
    descriptor = os.open(_temporary(), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, flag)
        yield
    finally:
        os.close(descriptor)
