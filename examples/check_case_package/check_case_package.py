"""Check the signed package of a case (huaihai-case-package-1) without the platform.

    python check_case_package.py 3203-2026-418207-5.zip --keys key.pem

Python 3.11 or later, nothing else. The rules are in docs/guides/case-package.md. It leaves with 0 if everything
fits; with 1 if not, and says of each thing that does not; with 2 if the package or the keys cannot be read at all.
"""
# Read by people who check us, on any Python; its result is compared in a test.
# mypy: ignore-errors

import argparse
import base64
import hashlib
import json
import re
import struct
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

FORMAT, SIGNATURE_FORMAT = "huaihai-case-package-1", "huaihai-signature-1"
MANIFEST, SIGNATURE, EVENTS, PROOF = "manifest.json", "manifest.sig.json", "events.json", "log-proof.txt"
# The head of an entry in a ZIP (APPNOTE.TXT 4.3), where its lengths stand, and what follows a file written as it came.
HEAD, NAME_LENGTH, HAS_TAIL, TAIL, LONG_TAIL = 30, 26, 0x08, 16, 24
END = b"PK\x05\x06" + bytes(18)  # how a ZIP ends, without a comment
LARGEST_TEXT = 64 * 1024 * 1024  # of what is read whole
WHOLE = {"number", "verb", "by", "at", "facts", "text_hash", "previous", "hash"}
NAMES = {
    "format", "case", "subject", "for", "made_by", "made_at", "is_demo", "events", "files", "left_out"
}  # fmt: skip


class Refused(Exception):
    """It does not fit; the message names what."""


def spelt(value):
    """JSON in the one spelling."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha(data):
    return hashlib.sha256(data).hexdigest()


def read_json(data, name):
    """Strict: no name twice in one place, no number that is not whole."""

    def once(pairs):
        if len({key for key, _ in pairs}) != len(pairs):
            raise ValueError("a name stands twice")
        return dict(pairs)

    def none(text):
        raise ValueError(text)

    try:
        return json.loads(data, object_pairs_hook=once, parse_float=none, parse_constant=none)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{name}: it is no JSON that everybody reads alike") from error


# Ed25519 (RFC 8032, 5.1 and its reference program in 6).

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def added(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, point):
    found = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            found = added(found, point)
        point, scalar = added(point, point), scalar >> 1
    return found


def recovered(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def opened(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x = recovered(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


G_Y = 4 * pow(5, P - 2, P) % P
G_X = recovered(G_Y, 0)
G = (G_X, G_Y, 1, G_X * G_Y % P)


def is_signed(public, message, signature):
    """Whether this key signed exactly these bytes."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r, s = opened(public), opened(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    one, other = times(s, G), added(r, times(h, a))
    return not ((one[0] * other[2] - other[0] * one[2]) % P or (one[1] * other[2] - other[1] * one[2]) % P)


PEM = re.compile("-----BEGIN PUBLIC KEY-----(.+?)-----END PUBLIC KEY-----", re.DOTALL)
ED25519 = bytes.fromhex("302a300506032b6570032100")


def keys_in(text):
    """The 32 bytes of each Ed25519 key in this text by its id."""
    found = {}
    for body in PEM.findall(text):
        raw = base64.b64decode("".join(body.split()))
        if raw.startswith(ED25519) and len(raw) == len(ED25519) + 32:
            public = raw[len(ED25519) :]
            found[sha(public)[:16]] = found["demo-" + sha(public)[:11]] = public
    return found


def decoded(text, name):
    try:
        value = base64.b64decode(text, validate=True)
    except (ValueError, TypeError) as error:
        raise Refused(f"{name}: not base64") from error
    if base64.b64encode(value).decode() != text:
        raise Refused(f"{name}: not in its one spelling")
    return value


# The package.


class Package:
    def __init__(self, packed, keys):
        self.packed, self.keys = packed, keys
        self.names = packed.namelist()

    def problems(self):
        """Everything that does not fit, in words; the signature is looked at first."""
        twice = {name for name in self.names if self.names.count(name) > 1}
        if twice:
            return [f"{name}: stands in the package twice" for name in sorted(twice)]
        if self.is_more_than_its_files():
            return ["the package holds something before, between or after its files"]
        try:
            manifest = self.manifest()
        except Refused as error:
            return [str(error)]
        found = [*self.files(manifest)]
        for look in (self.events, self.proof):
            try:
                look(manifest)
            except Refused as error:
                found.append(str(error))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                found.append(f"{look.__name__}: not written as it must be ({type(error).__name__})")
        return found

    def is_more_than_its_files(self):
        """Programs that unpack from the first byte on would meet it, though it is in no list."""
        place = 0
        for entry in sorted(self.packed.infolist(), key=lambda one: one.header_offset):
            self.packed.fp.seek(place + NAME_LENGTH)
            lengths = self.packed.fp.read(4)
            if entry.header_offset != place or len(lengths) < 4:
                return True
            name, extra = struct.unpack("<HH", lengths)
            after = (LONG_TAIL if extra else TAIL) if entry.flag_bits & HAS_TAIL else 0
            place += HEAD + name + extra + entry.compress_size + after
        self.packed.fp.seek(-len(END), 2)
        is_end = self.packed.fp.read(4) == END[:4]
        return place != self.packed.start_dir or bool(self.packed.comment) or not is_end

    def text(self, name):
        if name not in self.names:
            raise Refused(f"{name}: is missing")
        if self.packed.getinfo(name).file_size > LARGEST_TEXT:
            raise Refused(f"{name}: is too large")
        try:
            return self.packed.read(name)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise Refused(f"{name}: cannot be unpacked") from error

    def manifest(self):
        """The list of files, once its signature fits."""
        data, beside = self.text(MANIFEST), read_json(self.text(SIGNATURE), SIGNATURE)
        try:
            content, key_id, value = (
                beside["content"],
                beside["signature"]["key_id"],
                beside["signature"]["value"],
            )
            if set(beside) != {"content", "signature"} or set(beside["signature"]) != {"key_id", "value"}:
                raise Refused(f"{SIGNATURE}: other parts than there must be")
            kind = (content["format"], content["of"])
        except (KeyError, TypeError) as error:
            raise Refused(f"{SIGNATURE}: not written as it must be") from error
        if kind != (SIGNATURE_FORMAT, FORMAT):
            raise Refused(f"{SIGNATURE}: a signature under something else")
        if key_id not in self.keys:
            raise Refused(f"{SIGNATURE}: by the key {key_id}, which is none of those that were given")
        if not is_signed(self.keys[key_id], spelt(content), decoded(value, SIGNATURE)):
            raise Refused(f"{SIGNATURE}: the key did not sign this")
        if content["sha256"] != sha(data):
            raise Refused(f"{MANIFEST}: is not the one that was signed")
        found = read_json(data, MANIFEST)
        if spelt(found) != data or set(found) != NAMES or found["format"] != FORMAT:
            raise Refused(f"{MANIFEST}: not written as it must be")
        if (content["name"], content["signed_at"]) != (f"{found['case']} {MANIFEST}", found["made_at"]):
            raise Refused(f"{SIGNATURE}: names another package")
        return found

    def files(self, manifest):
        listed = {one["path"]: one for one in manifest["files"]}
        if len(listed) != len(manifest["files"]):
            yield f"{MANIFEST}: a file stands twice"
        for name in sorted(set(self.names) - set(listed) - {MANIFEST, SIGNATURE}):
            yield f"{name}: was added"
        for name, one in sorted(listed.items()):
            if name not in self.names:
                yield f"{name}: is missing"
                continue
            digest, size = hashlib.sha256(), 0
            try:
                with self.packed.open(name) as file:
                    while piece := file.read(1 << 20):
                        digest.update(piece)
                        size += len(piece)
            except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
                yield f"{name}: cannot be unpacked"
                continue
            except Exception as error:  # noqa: BLE001 # zlib's own
                yield f"{name}: cannot be unpacked ({type(error).__name__})"
                continue
            if (size, digest.hexdigest()) != (one["size"], one["sha256"]):
                yield f"{name}: is not the file that was signed"

    def events(self, manifest):
        """The chain of the record, through what is told and what is not."""
        record = read_json(self.text(EVENTS), EVENTS)
        if set(record) != {"subject", "events"} or record["subject"] != manifest["subject"]:
            raise Refused(f"{EVENTS}: of another case")
        before = ""
        for number, event in enumerate(record["events"], 1):
            here = f"{EVENTS}: event {number}"
            if event["number"] != number:
                raise Refused(f"{here}: has the number {event['number']}")
            if set(event) != {"number", "hash"}:
                self.event(record["subject"], event, before, here)
            before = event["hash"]
        if (len(record["events"]), before) != (manifest["events"]["count"], manifest["events"]["last"]):
            raise Refused(f"{EVENTS}: does not end as the manifest says")

    def event(self, subject, event, before, here):
        if set(event) not in (WHOLE, WHOLE | {"text", "text_salt"}):
            raise Refused(f"{here}: other parts than there must be")
        if event["previous"] != before:
            raise Refused(f"{here}: does not follow the event before it")
        at = datetime.fromisoformat(event["at"]).astimezone(UTC).isoformat(timespec="microseconds")
        said = {name: event[name] for name in ("number", "verb", "by", "facts", "previous")}
        if sha(spelt(said | {"subject": subject, "at": at, "text": event["text_hash"]})) != event["hash"]:
            raise Refused(f"{here}: was changed")
        if "text" in event and sha((event["text_salt"] + event["text"]).encode()) != event["text_hash"]:
            raise Refused(f"{here}: its words were changed")

    def proof(self, manifest):
        """That a step stands in the public log."""
        if PROOF not in self.names:
            return
        head, _, note = self.text(PROOF).decode().partition("\n\n")
        lines = head.split("\n")
        if lines[0] != "c2sp.org/tlog-proof@v1" or not (
            lines[1].startswith("extra ") and lines[2].startswith("index ")
        ):
            raise Refused(f"{PROOF}: no proof of this kind")
        data, index = decoded(lines[1][6:], PROOF), int(lines[2][6:])
        leaf = read_json(data, PROOF)
        events = read_json(self.text(EVENTS), EVENTS)["events"]
        number = leaf["event_number"]
        is_ours = leaf["subject"] == manifest["subject"] and 1 <= number <= len(events)
        if not is_ours or events[number - 1]["hash"] != leaf["event_hash"]:
            raise Refused(f"{PROOF}: of another event than the package has")
        text, _, signatures = note.partition("\n\n")
        name, size, root = text.split("\n")
        if not self.is_included(data, index, int(size), [decoded(one, PROOF) for one in lines[3:]], root):
            raise Refused(f"{PROOF}: the path does not lead to the head")
        if not self.is_head_signed(name, text + "\n", signatures):
            raise Refused(f"{PROOF}: the head is not signed with one of the keys")

    def is_included(self, data, place, size, path, root):
        """RFC 9162, 2.1.3.2."""
        if not 0 <= place < size:
            return False
        last, found = size - 1, hashlib.sha256(b"\0" + data).digest()
        for beside in path:
            if last == 0:
                return False
            if place & 1 or place == last:
                found = hashlib.sha256(b"\1" + beside + found).digest()
                while not place & 1 and place:
                    place, last = place >> 1, last >> 1
            else:
                found = hashlib.sha256(b"\1" + found + beside).digest()
            place, last = place >> 1, last >> 1
        return last == 0 and base64.b64encode(found).decode() == root

    def is_head_signed(self, name, text, signatures):
        for public in set(self.keys.values()):
            begin = hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
            for line in signatures.splitlines():
                dash, _, rest = line.partition(" ")
                who, _, value = rest.partition(" ")
                raw = decoded(value, PROOF)
                if (dash, who, raw[:4]) == ("\u2014", name, begin) and is_signed(
                    public, text.encode(), raw[4:]
                ):
                    return True
        return False


def main():
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("package", help="the ZIP")
    reader.add_argument("--keys", required=True, help="the public keys of the site, as PEM")
    asked = reader.parse_args()
    try:
        keys = keys_in(Path(asked.keys).read_text(encoding="utf-8"))
        packed = zipfile.ZipFile(asked.package)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        print(f"cannot be read: {error}")
        return 2
    if not keys:
        print(f"{asked.keys}: no public key (Ed25519, PEM) in this file")
        return 2
    with packed:
        package = Package(packed, keys)
        found = package.problems()
        for one in found:
            print(f"refused: {one}")
        if found:
            return 1
        manifest = package.manifest()
        print(
            f"everything fits: {manifest['case']}, made {manifest['made_at']}, {len(manifest['files'])} files"
        )
        print(f"{manifest['events']['count']} events, the last {manifest['events']['last']}")
        if PROOF not in packed.namelist():
            print("no proof of the public log: the case was newer than its last head")
        if manifest["is_demo"]:
            print("made in a demonstration: it proves nothing")
    return 0


if __name__ == "__main__":
    sys.exit(main())
