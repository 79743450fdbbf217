"""The store of files on a real object store: what is acknowledged is there whatever dies, and nothing that may be there
is taken for gone."""

import hashlib
import io
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from huaihai.kit.outages import StoreAway
from tests.ha import swift as servers
from tests.ha.trials import Trials

SIZES = (0, 1, 4_000, 200_000, 1_048_576, 3_000_001)  # bytes; chunks are of 1 MB
WRITERS, KILLS_EACH = 3, 1
SETTLED_WITHIN = 90.0


def run(trials: Trials, folder: Path, swift: servers.Swift) -> None:
    """Everything in turn, over one bucket."""
    from django.conf import settings

    settings.BUCKET, settings.FILES = bucket_of(swift.environment()), folder / "on-the-way"
    chance = random.Random(trials.seed)
    for name, trial in (
        ("what is put is what is got", _whole),
        ("keys of objects tell nothing", _blind),
        ("a wrong secret and a wrong bucket are no proof that a file is gone", _refused),
        ("a file is young again, or goes", _swept),
        ("under another key", _resealed),
        ("a part of the server is frozen", _frozen),
    ):
        trials.run(f"store: {name}", partial(trial, swift, chance))
    for name in servers.ALL:
        for _ in range(KILLS_EACH):
            trials.run(f"store: {name} server killed", partial(_killed, swift, chance, name))


def bucket_of(environment: dict[str, str]) -> dict[str, str]:
    """As the settings read it."""
    names = {
        "BUCKET": "bucket_name",
        "ENDPOINT": "endpoint_url",
        "ACCESS_KEY": "access_key",
        "SECRET_KEY": "secret_key",
    }
    found = {word: environment[f"HUAIHAI_S3_{name}"] for name, word in names.items()}
    return found | {"region_name": "us-east-1"}


def _keep(content: bytes) -> str:
    from huaihai.kit.filestore import sealed

    name = hashlib.sha256(content).hexdigest()
    sealed.keep_original(name, io.BytesIO(content))
    return name


def _read(name: str) -> bytes:
    from huaihai.kit.filestore import sealed

    return b"".join(sealed.open_original(name))


def _whole(_swift: servers.Swift, chance: random.Random) -> None:
    from huaihai.kit.filestore import sealed

    for size in SIZES:
        content = chance.randbytes(size)
        name = _keep(content)
        _keep(content)  # once more: kept once
        assert _read(name) == content
        assert sealed.is_there(name)
    absent = hashlib.sha256(b"never kept").hexdigest()
    assert not sealed.is_there(absent)
    assert not sealed.renewed(absent)
    _raises(FileNotFoundError, lambda: _read(absent))


def _blind(swift: servers.Swift, chance: random.Random) -> None:
    from huaihai.kit.filestore import bucket, sealed

    content = chance.randbytes(1_000)
    name = _keep(content)
    client = servers.client(swift)
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=servers.BUCKET)  # a thousand on each
    keys = [one["Key"] for page in pages for one in page["Contents"]]
    assert bucket.key_of("originals", name) in keys
    assert not [key for key in keys if name[:16] in key]
    assert name in {one.name for one in sealed.all_files()}
    lying = client.get_object(Bucket=servers.BUCKET, Key=bucket.key_of("originals", name))["Body"].read()
    assert content[:32] not in lying


def _refused(swift: servers.Swift, chance: random.Random) -> None:
    from django.conf import settings

    from huaihai.kit.filestore import sealed, stores

    name, own = _keep(chance.randbytes(100)), settings.BUCKET
    for words in (swift.environment(secret="another"), swift.environment(bucket="another")):
        settings.BUCKET = bucket_of(words)
        try:
            for ask in (
                lambda: _read(name),
                lambda: sealed.is_there(name),
                lambda: sealed.renewed(name),
                lambda: stores.store().remove("originals", name),
                lambda: list(sealed.all_files()),
                lambda: _keep(b"something else"),
            ):
                _raises(StoreAway, ask)
        finally:
            settings.BUCKET = own
    assert sealed.is_there(name)


def _swept(_swift: servers.Swift, chance: random.Random) -> None:
    from huaihai.kit.filestore import stores

    content = chance.randbytes(100)
    name, store = _keep(content), stores.store()
    time.sleep(1.1)
    before = time.time()
    _keep(content)  # its row is on the way
    assert not store.remove("originals", name, before=before - 1)
    assert _read(name) == content
    assert store.remove("originals", name)
    assert not store.has("originals", name)
    _raises(FileNotFoundError, lambda: store.replace("originals", name, lambda: iter([b"x"])))
    store.write("shut", name, lambda: iter(()))
    assert store.has("shut", name)
    assert [one.name for one in store.all("shut")] == [name]
    assert store.remove("shut", name)


def _resealed(_swift: servers.Swift, chance: random.Random) -> None:
    from django.conf import settings

    from huaihai.kit import keyring, sealing
    from huaihai.kit.filestore import sealed

    content = chance.randbytes(1_500_000)
    name = _keep(content)
    assert not sealed.reseal(name)
    keyring.rotate_sealing(settings.VAR)
    sealing.look_now()
    assert sealed.reseal(name)
    assert not sealed.reseal(name)
    assert _read(name) == content


def _frozen(swift: servers.Swift, chance: random.Random) -> None:
    """Whoever waits is told within half a minute, and all goes on by itself."""
    content = chance.randbytes(1_000)
    name = _keep(content)
    swift.freeze("object")
    try:
        began = time.monotonic()
        _raises(StoreAway, lambda: _read(name))
        assert time.monotonic() - began < 30
    finally:
        swift.thaw("object")
    assert _read(name) == content


def _killed(swift: servers.Swift, chance: random.Random, name: str) -> None:
    kept: dict[str, bytes] = {}
    with _writing(kept, chance) as faults:
        _until(lambda: faults or len(kept) >= WRITERS * 2)
        swift.kill(name)
        try:
            time.sleep(chance.random())
            _told_nothing_wrong(kept)
        finally:
            swift.start(name)
        so_far = len(kept)
        _until(lambda: faults or len(kept) >= so_far + WRITERS * 2)
    assert not faults, faults
    lost = [one for one, content in kept.items() if _read(one) != content]
    assert not lost, f"{len(lost)} of {len(kept)} acknowledged files are altered"


def _told_nothing_wrong(kept: dict[str, bytes]) -> None:
    """What is there is not told to be gone."""
    for known in list(kept)[:5]:
        try:
            assert _read(known) == kept[known]
        except StoreAway:
            continue


@contextmanager
def _writing(kept: dict[str, bytes], chance: random.Random) -> Iterator[list[str]]:
    """People who hand files in, one after the other, and again where the store was away."""
    from django.db import connection

    over, faults = threading.Event(), list[str]()

    def write(seed: int) -> None:
        own = random.Random(seed)
        try:
            while not over.is_set():
                content = own.randbytes(own.randrange(1, 60_000))
                while not over.is_set() and not _kept(content, kept):
                    time.sleep(0.05)
        except Exception as error:  # noqa: BLE001 # whatever it is: the trial tells it
            faults.append(f"{type(error).__name__}: {error}")
        finally:
            connection.close()  # else the pool has one less

    threads = [threading.Thread(target=write, args=(chance.getrandbits(32),)) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield faults
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _kept(content: bytes, kept: dict[str, bytes]) -> bool:
    try:
        kept[_keep(content)] = content
    except StoreAway:
        return False
    return True


def _until(is_so: Callable[[], object]) -> None:
    until = time.monotonic() + SETTLED_WITHIN
    while not is_so():
        if time.monotonic() > until:
            raise AssertionError("it does not go on")
        time.sleep(0.02)


def _raises(kind: type[Exception], ask: Callable[[], object]) -> None:
    try:
        ask()
    except kind:
        return
    raise AssertionError(f"no {kind.__name__}")
