"""The hour after the show of 15 March on one machine: everybody comes at once, through the nginx of `deploy/`.

The whole of it is 20 complaints a second with two photos each, 600 pages that are the same for everybody, 300 looks at
one's own complaint, and desks at work. First each kind is asked by itself: what it costs says how many cores the whole
would take. Then they come all together, by chance and whether or not the ones before were answered: at the share that
this machine should carry, and at five times that.
"""
# ruff: noqa: T201 # it talks to whoever typed make

import asyncio
import io
import os
import random
import ssl
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from PIL import Image

from benchmarks import asking, parts, processes, worlds
from benchmarks.caching import PAGES, behind_nginx
from benchmarks.musts import BIG, POSTGRESQL, SQLITE
from benchmarks.worlds import Keeper, Told

COMPLAINTS, PHOTOS, READS, LOOKS, DESKS = "complaints", "photos", "public pages", "looks", "desks"
A_SECOND: Final = {COMPLAINTS: 20.0, PHOTOS: 40.0, READS: 600.0, LOOKS: 300.0, DESKS: 5.0}
ALONE: Final = {COMPLAINTS: 60, PHOTOS: 24, READS: 600, LOOKS: 150, DESKS: 40}
NAME: Final = "15 March"
SHARE, SLOWEST, CORES = f"{NAME}, share that is carried", f"{NAME}, p99", f"{NAME}, cores for the whole"
WAITED, LOST = f"{NAME}, told to wait at five times that", f"{NAME}, acknowledged complaints lost"
PATHS: Final = (SHARE, SLOWEST, CORES, WAITED, LOST)
PHOTO_SIZE, PHOTO_QUALITY = (4000, 3000), 80  # of a telephone, nearly five megabytes
SECONDS, SECONDS_OF_RUSH, SECONDS_ALONE, TIMES = 60, 30, 6, 5
FOLLOWED = 8  # seconds, in which the background does what follows
BUSY, LESS, TRIES = 0.6, 0.7, 4  # of all cores at first, since the visitors sit on the same ones
SLOW = 1.5  # seconds
FROM_ONE = 40  # connections from one address, of the sixty that nginx allows
GIVES_UP = 60.0  # seconds, as a browser would
PIECE = 65_536  # bytes
END: Final = "\r\n"


@dataclass
class Tally:
    """What became of all that was asked."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)

    @property
    def p99(self) -> float:
        return asking.Answers(self.seconds).quantile(0.99) if self.seconds else 0.0


class Visitors:
    """Browsers of many people on one machine: connections are kept and taken again."""

    def __init__(self, port: int) -> None:
        self._port, self._free, self._made = port, list[tuple[Any, Any]](), 0
        self._trust = ssl.create_default_context()
        self._trust.check_hostname, self._trust.verify_mode = False, ssl.CERT_NONE

    async def ask(self, *parts: bytes) -> tuple[int, bytes]:
        """Status and head of the answer. Raises OSError or EOFError if none comes. Written piece by piece, so that
        hundreds of photos under way at once do not fill the memory."""
        reader, writer = self._free.pop() if self._free else await self._connect()
        for part in parts:
            for start in range(0, len(part), PIECE):
                writer.write(memoryview(part)[start : start + PIECE])
                await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        length = asking.LENGTH.search(head[:-2])
        if length:
            await reader.readexactly(int(length.group(1)))
        elif asking.CHUNKED.search(head):
            await reader.readuntil(b"0\r\n\r\n")
        if asking.CLOSES.search(head):
            writer.close()
        else:
            self._free.append((reader, writer))
        return int(head[9:12]), head

    async def _connect(self) -> tuple[Any, Any]:
        address = f"127.0.{self._made // FROM_ONE // 200}.{2 + self._made // FROM_ONE % 200}"
        self._made += 1
        return await asyncio.open_connection(
            "127.0.0.1", self._port, ssl=self._trust, local_addr=(address, 0), limit=2**22
        )


class Crowd:
    """All requests of a stretch of time, each sent at its moment."""

    def __init__(self, port: int, told: Told, facts: dict[str, Any]) -> None:
        self._port, self._told, self._facts = port, told, facts
        self._photo, self._chance = photo(), random.Random(15_03)  # noqa: S311 # who comes when
        self.filed: list[str] = []

    def come(self, rates: dict[str, float], seconds: float) -> Tally:
        """So many of each kind a second, for so long; ends when the last was answered or given up."""
        needed = COMPLAINTS in rates or PHOTOS in rates
        many = round(rates.get(COMPLAINTS, 0) * seconds) or ALONE[PHOTOS]
        drafts = self._told.ask("inside.rush", many) if needed else []
        tally = Tally()
        visitors = Visitors(self._port)
        asked: list[tuple[float, Callable[[], Awaitable[None]]]] = []
        for kind, rate in rates.items():
            for number in range(round(rate * seconds)):
                at = self._chance.uniform(0, seconds)
                asked.append((at, partial(self._asks(kind), visitors, tally, drafts, number)))
        asyncio.run(_all(asked))
        self.filed += tally.acknowledged
        return tally

    def _asks(self, kind: str) -> Callable[..., Awaitable[None]]:
        kinds: dict[str, Callable[..., Awaitable[None]]] = {
            COMPLAINTS: self._complain,
            PHOTOS: self._add_photo,
        }
        return kinds.get(kind) or partial(self._look, kind)

    async def _complain(self, visitors: Visitors, tally: Tally, drafts: list[Any], number: int) -> None:
        """Sent again until it is answered, as people do."""
        case, cookies, body, _field = drafts[number]
        request = asking.request("/file/check/", cookies=cookies, body=body)
        for _try in range(TRIES):
            status, head = await self._sent(visitors, tally, number, request)
            if status == 302 and b"/file/receipt/" in head:
                tally.acknowledged.append(case)
                return

    async def _add_photo(self, visitors: Visitors, tally: Tally, drafts: list[Any], number: int) -> None:
        """Onto a draft of its own, as people do before they press."""
        _case, cookies, _body, fields = drafts[number % len(drafts)]
        before, after, kind = _multipart(fields)
        own = number.to_bytes(4) + after  # no two photos are the same
        length = len(before) + len(self._photo) + len(own)
        head = [
            "POST /file/photo/ HTTP/1.1",
            "Host: 127.0.0.1",
            f"Cookie: {cookies}",
            f"Content-Type: {kind}",
        ]
        request = END.join([*head, f"Content-Length: {length}", "", ""]).encode() + before
        await self._sent(visitors, tally, number, request, self._photo, own)

    async def _look(self, kind: str, visitors: Visitors, tally: Tally, _drafts: Any, number: int) -> None:
        who = {LOOKS: "consumer", DESKS: "officer"}.get(kind, "")
        at_desks = ("/desk/?scope=own", self._facts["desk case"])
        pages = {LOOKS: (self._facts["own case"],), DESKS: at_desks}.get(kind, PAGES)
        cookies = self._facts["cookies"].get(who, "")
        request = asking.request(pages[number % len(pages)], cookies=cookies, accept="gzip")
        await self._sent(visitors, tally, number, request)

    async def _sent(
        self, visitors: Visitors, tally: Tally, number: int, request: bytes, *more: bytes
    ) -> tuple[int, bytes]:
        """From a network of one's own; 0 if no answer came."""
        line, _gap, rest = request.partition(b"\r\n")
        network = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        own = f"Origin: https://127.0.0.1{END}X-Forwarded-For: {network}".encode()
        began = time.perf_counter()
        try:
            async with asyncio.timeout(GIVES_UP):
                status, head = await visitors.ask(line + b"\r\n" + own + b"\r\n" + rest, *more)
        except (OSError, EOFError, TimeoutError):
            status, head = 0, b""
        tally.seconds.append(time.perf_counter() - began)
        tally.statuses[status] += 1
        return status, head


async def _all(asked: list[tuple[float, Callable[[], Awaitable[None]]]]) -> None:
    began = time.perf_counter()

    async def later(at: float, ask: Callable[[], Awaitable[None]]) -> None:
        await asyncio.sleep(max(0.0, at - (time.perf_counter() - began)))
        await ask()

    await asyncio.gather(*(later(at, ask) for at, ask in asked))


def measure(keeper: Keeper) -> list[dict[str, Any]]:
    """Raises RuntimeError without nginx, or if pages are not answered as they should be."""
    database = POSTGRESQL if keeper.cluster else SQLITE
    with keeper.copy(keeper.kept(database, BIG)) as world, worlds.helper(world) as told:
        told.ask("inside.brought_up")
        facts = told.ask("inside.prepare")
        server = processes.huaihai(world.environment, world.log)
        try:
            server.wait()
            with behind_nginx(world.folder, server.port) as (port, nginx):
                pids = [server.pid, nginx, *([keeper.cluster.pid] if keeper.cluster else [])]
                return _measured(Crowd(port, told, facts), told, pids)
        finally:
            server.stop()


def _measured(crowd: Crowd, told: Told, pids: list[int]) -> list[dict[str, Any]]:
    cores = {kind: A_SECOND[kind] * _alone(crowd, kind, pids) for kind in A_SECOND}
    whole = sum(cores.values())
    print(
        "  cores for the whole:", ", ".join(f"{kind} {some:.2f}" for kind, some in cores.items()), flush=True
    )
    for smaller in range(TRIES):
        share = BUSY * (os.cpu_count() or 1) / whole * LESS**smaller
        tally = crowd.come(_rates(share), SECONDS)
        print(f"  {share:.1%} of it: p99 {tally.p99:.2f} s, {dict(tally.statuses)}", flush=True)
        if tally.p99 <= SLOW and set(tally.statuses) <= {200, 302}:
            break
    rush = crowd.come(_rates(share * TIMES), SECONDS_OF_RUSH)
    print(f"  {share * TIMES:.1%} of it: p99 {rush.p99:.2f} s, {dict(rush.statuses)}", flush=True)
    kept = set(told.ask("inside.filed", crowd.filed))
    return [
        parts.value(SHARE, round(100 * share, 1), "%"),
        parts.value(SLOWEST, round(tally.p99, 2), "s"),
        parts.value(CORES, round(whole, 1), "cores"),
        parts.value(WAITED, rush.statuses[503], "requests"),
        parts.value(LOST, len(set(crowd.filed) - kept), f"of {len(crowd.filed)}"),
    ]


def _alone(crowd: Crowd, kind: str, pids: list[int]) -> float:
    """Seconds of processor time of one, with what follows it; the second time, when all is warm."""
    for _time in range(2):
        before = sum(map(processes.cpu_of_tree, pids))
        tally = crowd.come({kind: ALONE[kind] / SECONDS_ALONE}, SECONDS_ALONE)
        if kind in (COMPLAINTS, PHOTOS):
            time.sleep(FOLLOWED)
        spent = sum(map(processes.cpu_of_tree, pids)) - before
    if not set(tally.statuses) <= {200, 302}:
        raise RuntimeError(f"{kind}: answered {dict(tally.statuses)}")
    return spent / ALONE[kind]


def _rates(share: float) -> dict[str, float]:
    return {kind: rate * share for kind, rate in A_SECOND.items()}


def photo() -> bytes:
    """A picture with as much in it as one of a telephone."""
    made = Image.effect_noise(PHOTO_SIZE, 24).convert("RGB")
    out = io.BytesIO()
    made.save(out, "JPEG", quality=PHOTO_QUALITY)
    return out.getvalue()


def _multipart(fields: dict[str, str]) -> tuple[bytes, bytes, str]:
    """What stands before the photo and after it, and the kind of the whole."""
    mark = "----huaihai-hour"
    said = [
        f'--{mark}{END}Content-Disposition: form-data; name="{name}"{END}{END}{value}{END}'
        for name, value in fields.items()
    ]
    head = f'--{mark}{END}Content-Disposition: form-data; name="upload"; filename="photo.jpg"{END}'
    said.append(f"{head}Content-Type: image/jpeg{END}{END}")
    return "".join(said).encode(), f"{END}--{mark}--{END}".encode(), f"multipart/form-data; boundary={mark}"
