"""Check the register of unfair clauses (huaihai-clauses/1) and its signature without the platform.

    python check_clauses.py clauses.json clauses.sig.json --keys keys.json

Python 3.11 or later, nothing else. The rules are in docs/guides/clauses-file.md. It leaves with 0 if everything fits;
with 1 if not, and says of each thing that does not; with 2 if a file cannot be read at all. Without keys it says that
nobody vouches for the file.
"""
# Read by people who check us, on any Python; its result is compared in a test.
# mypy: ignore-errors

import argparse
import base64
import hashlib
import json
import sys
from datetime import date
from pathlib import Path

FORMAT, SIGNATURE_FORMAT = "huaihai-clauses/1", "huaihai-signature-1"
SURE = {"law", "read", "copy", "derived", "unconfirmed"}
CLAUSE = {
    "code", "trades", "title", "wordings", "article", "sureness", "in_force_from", "why", "fair"
}  # fmt: skip
FINDING = {"city", "clause", "title", "wording", "since", "until"}


class Refused(Exception):
    """It cannot be read at all."""


def spelt(value):
    """JSON in the one spelling."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read(path):
    """The bytes of a file and what they say."""
    try:
        raw = Path(path).read_bytes()
        return raw, json.loads(raw)
    except (OSError, ValueError, RecursionError) as error:
        raise Refused(f"{path}: {error}") from error


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


def faults_of_content(held):
    """What does not fit in the register itself."""
    if held.get("format") != FORMAT:
        yield f"the format is {held.get('format')!r}, not {FORMAT!r}"
        return
    trades = {one["code"] for one in held["trades"]}
    codes = [one.get("code") for one in held["clauses"]]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{code} stands there twice"
    for one in held["clauses"]:
        name = one.get("code")
        if set(one) != CLAUSE:
            yield f"{name}: other names than {', '.join(sorted(CLAUSE))}"
            continue
        for trade in sorted(set(one["trades"]) - trades):
            yield f"{name}: there is no trade {trade}"
        if one["sureness"] not in SURE:
            yield f"{name}: nobody knows how sure {one['sureness']!r} is"
        for part in ("article", "why", "fair", "wordings"):
            if not one[part]:
                yield f"{name}: {part} is empty"
        yield from day(name, one["in_force_from"])
    yield from faults_of_findings(held["findings"], codes)


def faults_of_findings(findings, codes):
    for number, one in enumerate(findings, start=1):
        name = f"finding {number}"
        if set(one) != FINDING:
            yield f"{name}: other names than {', '.join(sorted(FINDING))}"
            continue
        if one["clause"] is not None and one["clause"] not in codes:
            yield f"{name}: the register has no {one['clause']}"
        if one["clause"] is None and not one["title"]:
            yield f"{name}: it says neither which clause it is nor what it does"
        yield from day(name, one["since"])
        yield from day(name, one["until"])
        if one["until"] and one["until"] < one["since"]:
            yield f"{name}: it ends before it begins"


def day(name, written):
    try:
        _ = written is None or date.fromisoformat(written)
    except ValueError:
        yield f"{name}: {written!r} is no day"


def faults_of_signature(raw, signature, keys):
    """What does not fit between the file, its signature and the keys."""
    content, made = signature["content"], signature["signature"]
    if content.get("format") != SIGNATURE_FORMAT or content.get("of") != FORMAT:
        yield "the signature is under a file of another kind"
    if content.get("sha256") != hashlib.sha256(raw).hexdigest():
        yield "the signature is under other bytes: load file and signature again, one right after the other"
    if keys is None:
        yield "no keys were given, so nobody vouches for the file (--keys)"
        return
    pem = keys.get(made["key_id"])
    if pem is None:
        yield f"the keys hold no {made['key_id']}"
        return
    public = base64.b64decode("".join(pem.strip().splitlines()[1:-1]))[-32:]
    if not is_signed(public, spelt(content), base64.b64decode(made["value"])):
        yield "the signature is forged"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file")
    parser.add_argument("signature")
    parser.add_argument("--keys", help="/data/keys.json of the platform")
    asked = parser.parse_args()
    try:
        raw, held = read(asked.file)
        _, signature = read(asked.signature)
        keys = {one["id"]: one["pem"] for one in read(asked.keys)[1]["keys"]} if asked.keys else None
        faults = [*faults_of_signature(raw, signature, keys), *faults_of_content(held)]
    except (Refused, KeyError, TypeError, AttributeError, ValueError) as error:
        print(f"cannot be read: {error}")
        return 2
    for fault in faults:
        print(fault)
    if not faults:
        print(f"it fits: {len(held['clauses'])} clauses, {len(held['findings'])} findings")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
