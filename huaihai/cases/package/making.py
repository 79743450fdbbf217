"""The ZIP of a package, piece by piece: whatever the evidence weighs, little of it is in memory.

Its format is docs/guides/case-package.md; a second program checks it, `examples/check_case_package/`.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import translation

from huaihai.cases.package import facts
from huaihai.cases.package.facts import Copy, Paper
from huaihai.kit import filestore
from huaihai.kit.canonical import canonical
from huaihai.kit.clock import ZONE
from huaihai.record import signatures

FORMAT: Final = "huaihai-case-package-1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig.json"
PDF: Final = "application/pdf"


class _Sink:
    """What the packer has written and nobody has taken yet. It has no place to go back to, so that nothing is kept."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._held.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def taken(self) -> bytes:
        found = b"".join(self._held)
        self._held.clear()
        return found


class _Box:
    """The files of a package, each with its size and hash as it goes in."""

    def __init__(self, copy: Copy) -> None:
        self.sink = _Sink()
        self.zip = zipfile.ZipFile(self.sink, "w")
        self.files: list[dict[str, Any]] = []
        self._moment = copy.at.astimezone(ZONE).timetuple()[:6]

    def put(self, path: str, pieces: Iterable[bytes], **said: Any) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        head = zipfile.ZipInfo(path, self._moment)
        head.compress_type = zipfile.ZIP_DEFLATED if path.endswith((".json", ".html")) else zipfile.ZIP_STORED
        with self.zip.open(head, "w", force_zip64=True) as target:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                target.write(piece)
                yield self.sink.taken()
        self.files.append({"path": path, "size": size, "sha256": digest.hexdigest()} | said)


def stream(copy: Copy, more: Mapping[str, bytes] | None = None) -> Iterator[bytes]:
    """The package. `more`: further files of this receiver."""
    box, left_out = _Box(copy), list[dict[str, Any]]()
    for number, paper in enumerate(copy.papers, 1):
        yield from _paper(box, left_out, number, paper)
    for number, one in enumerate(copy.evidence, 1):
        said = {"given_by": one.party, "added_at": one.added_at.astimezone(ZONE).isoformat()}
        yield from _stored(box, left_out, f"evidence/{number:03}", one, **said)
    yield from box.put(
        "events.json", [_json({"subject": copy.case.record_key, "events": [*facts.record(copy)]})]
    )
    if copy.log_proof:
        yield from box.put("log-proof.txt", [copy.log_proof.encode()])
    for path, content in (more or {}).items():
        yield from box.put(path, [content])
    yield from box.put("case.html", [_page(copy, box.files, left_out).encode()])
    manifest = canonical(_manifest(copy, box.files, left_out))
    name = f"{copy.case.number} {MANIFEST}"
    signed = signatures.signed(sha256=hashlib.sha256(manifest).hexdigest(), of=FORMAT, name=name, at=copy.at)
    yield from box.put(MANIFEST, [manifest])
    yield from box.put(SIGNATURE, [signed])
    box.zip.close()
    yield box.sink.taken()


def _paper(box: _Box, left_out: list[dict[str, Any]], number: int, paper: Paper) -> Iterator[bytes]:
    row, name = paper.row, f"papers/{number:02}"
    named = {"title": paper.title, "number": row.number, "is_replaced": row.replaced_at is not None}
    yield from box.put(f"{name}.pdf", [paper.pdf], **named, is_scan=False)
    for place, scan in enumerate(row.scans.all(), 1):
        yield from _stored(box, left_out, f"{name}-{place}", scan, **named, is_scan=True)


def _stored(box: _Box, left_out: list[dict[str, Any]], path: str, one: Any, **said: Any) -> Iterator[bytes]:
    """A stored file as it may leave the house: what a page shows instead of a picture or PDF, anything else without
    its place. What cannot leave is named with its hash."""
    said |= {"name": one.name, "original_sha256": one.sha256, "original_size": one.size}
    try:
        answer = filestore.file_response(
            sha256=one.sha256, kind=one.kind, name=one.name, derivative=one.derivative
        )
    except Http404:
        left_out.append(said | {"why": "missing"})
        return
    if answer.status_code != HTTPStatus.OK:  # a virus, or a PDF that cannot be drawn
        left_out.append(said | {"why": "unsafe"})
        return
    kind = "image/jpeg" if one.derivative else one.kind
    ending = filestore.EXTENSIONS.get(kind, ".bin")
    yield from box.put(path + ending, answer.streaming_content, **said)  # type: ignore[arg-type] # no asynchronous one


def _manifest(copy: Copy, files: list[dict[str, Any]], left_out: list[dict[str, Any]]) -> dict[str, Any]:
    last = copy.history[-1]
    return {
        "format": FORMAT,
        "case": copy.case.number,
        "subject": copy.case.record_key,
        "for": copy.audience,
        "made_by": copy.made_by,
        "made_at": copy.at.astimezone(ZONE).isoformat(timespec="microseconds"),
        "is_demo": settings.DEMO,
        "events": {"count": len(copy.history), "last": last.hash},
        "files": sorted(files, key=lambda one: str(one["path"])),
        "left_out": left_out,
    }


def _page(copy: Copy, files: list[dict[str, Any]], left_out: list[dict[str, Any]]) -> str:
    context = copy.page | {
        "case": copy.case,
        "copy": copy,
        "papers": [one for one in files if one["path"].startswith("papers/")],
        "evidence": [one for one in files if one["path"].startswith("evidence/")],
        "left_out": left_out,
    }
    with translation.override(copy.language):
        return render_to_string("cases/package/case.html", context)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
