"""A small system of a business: it asks for its cases (or is told by webhook) and answers them by simple rules.

    python client.py --platform https://… --key-id hk_… --secret hs_… [--webhook-secret hw_… --listen 8443]

Standard library only; made to be read and taken apart. Its rules are an example, not advice.
"""

import argparse
import hashlib
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode, urlsplit

import signing

PAY_AT_ONCE_FEN = 50_000  # up to here the sum asked for is offered
ELSE_PERCENT = 60  # of what is asked for, above it
ACCEPT_PERCENT = 80  # a counter-offer of at most this much of what is asked for is accepted
DAYS_TO_PAY = 7


class Refused(Exception):
    """The platform said no; `told` is its answer."""

    def __init__(self, status: int, told: dict[str, Any]) -> None:
        super().__init__(f"{status} {told.get('code')}: {told.get('message')}")
        self.status, self.told = status, told


class Platform:
    """The platform's protocol: signed requests, and a key for each thing that is done."""

    def __init__(self, address: str, *, key_id: str, secret: str) -> None:
        self.address, self.key_id, self.secret = address.rstrip("/"), key_id, secret

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        return self._send("GET", path, urlencode(query), b"")

    def post(self, path: str, said: dict[str, Any], *, key: str) -> dict[str, Any]:
        return self._send("POST", path, "", json.dumps(said).encode(), key=key)

    def _send(self, method: str, path: str, query: str, body: bytes, *, key: str = "") -> dict[str, Any]:
        url = f"{self.address}/api/v1{path}" + (f"?{query}" if query else "")
        target = url.removeprefix(f"{urlsplit(url).scheme}://{urlsplit(url).netloc}")
        message = signing.Message(method, urlsplit(url).netloc, target, body)
        headers = signing.signed(message, key_id=self.key_id, secret=self.secret, key=key)
        headers |= {"Content-Type": "application/json", "Accept-Language": "zh-CN"}
        request = urllib.request.Request(url, data=body or None, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            raise Refused(error.code, json.load(error)) from error


class Desk:
    """Who answers: one thing at a time for each case, from what the case is now and not from what was told."""

    def __init__(self, platform: Platform, *, today: Callable[[], date] = date.today) -> None:
        self.platform, self.today = platform, today

    def answer_all(self) -> int:
        """Answer every open case once, page by page; how many things were done."""
        done, query = 0, {"state": "open", "limit": 50}
        while True:
            page = self.platform.get("/cases", **query)
            done += sum(self.answer(line["id"]) for line in page["cases"])
            if page["next"] is None:
                return done
            query["after"] = page["next"]

    def answer(self, case_id: str) -> bool:
        """The next thing to do in a case, if there is one. The key is made from case, version and deed: a second
        run, or a second machine, does nothing twice."""
        case = self.platform.get(f"/cases/{case_id}")
        noun, said = self.decide(case)
        if not noun:
            return False
        key = hashlib.sha256(f"{case_id} {case['version']} {noun}".encode()).hexdigest()
        try:
            self.platform.post(f"/cases/{case_id}/{noun}", {"version": case["version"], **said}, key=key)
        except Refused as error:
            if error.status != 409:  # somebody was quicker: the next round looks again
                raise
            return False
        return True

    def decide(self, case: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The rules: what to post, and with what."""
        can, asked = case["can"], case["asked_fen"] or 0
        waiting = [offer for offer in case["offers"] if offer["state"] == "open"]
        counters = [offer for offer in waiting if offer["by"] == "consumer"]
        if "receipt" in can:
            return "receipt", {}
        if counters and "acceptance" in can:
            if counters[0]["sum_fen"] is not None and counters[0]["sum_fen"] * 100 <= asked * ACCEPT_PERCENT:
                return "acceptance", {"offer": counters[0]["id"]}
            return "rejection", {"offer": counters[0]["id"], "text": "这个数我们付不起，请看我们的新方案。"}
        if "offer" in can and not waiting and len(case["offers"]) < 4:
            return "offer", self.offer(case, asked)
        due = [promise for promise in case["promises"] if promise["state"] == "open"]
        if due and "fulfilment" in can:
            return "fulfilment", {"text": f"已于 {self.today()} 按约定办理。"}
        return "", {}

    def offer(self, case: dict[str, Any], asked: int) -> dict[str, Any]:
        last_day = self.today() + timedelta(days=DAYS_TO_PAY)
        return {
            "remedies": case["remedies"],
            "sum_fen": asked if asked <= PAY_AT_ONCE_FEN else asked * ELSE_PERCENT // 100,
            "perform_by_on": last_day.isoformat(),
            "valid_until_on": (self.today() + timedelta(days=3)).isoformat(),
            "text": f"收到商品或者凭证后，{last_day} 前原路退回。",
        }


class Inbox:
    """What webhooks tell: each genuine message once, and only what is newer than what is known of its case."""

    def __init__(self, secrets_by_id: dict[str, str], act: Callable[[dict[str, Any]], Any]) -> None:
        self.secrets_by_id, self.act = secrets_by_id, act
        self.seen: set[str] = set()  # a real system keeps these three in its database
        self.nonces: dict[str, float] = {}
        self.sequences: dict[str, int] = {}

    def take(self, message: signing.Message, headers: dict[str, str], *, now: float) -> str:
        """What became of it: new, known, or late. Raises signing.NotGenuine."""
        nonce = signing.check(message, headers, secrets_by_id=self.secrets_by_id, now=now)
        self.nonces = {held: at for held, at in self.nonces.items() if now - at <= 2 * signing.WINDOW}
        if nonce in self.nonces:
            raise signing.NotGenuine("this very message came before")
        self.nonces[nonce] = now
        change = json.loads(message.body)
        if change["id"] in self.seen:
            return "known"
        self.seen.add(change["id"])
        key = change["case"] or ""
        is_late = change["sequence"] <= self.sequences.get(key, 0)
        self.sequences[key] = max(change["sequence"], self.sequences.get(key, 0))
        if is_late:
            return "late"
        self.act(change)
        return "new"


def handler(inbox: Inbox) -> type[BaseHTTPRequestHandler]:
    """Takes webhooks: 204 for what is genuine (also a second time), 401 for anything else."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 65_536))
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                message = signing.Message("POST", headers.get("host", ""), self.path, body)
                inbox.take(message, headers, now=time.time())
                self.send_response(204)
            except signing.NotGenuine:
                self.send_response(401)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Nothing: a path may hold what is not for logs."""

    return Handler


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--platform", required=True, help="https://… of the alliance")
    parser.add_argument("--key-id", required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--webhook-secret", default="")
    parser.add_argument("--listen", type=int, default=0, help="port for webhooks; behind a TLS proxy")
    args = parser.parse_args()
    desk = Desk(Platform(args.platform, key_id=args.key_id, secret=args.secret))
    if args.listen:
        inbox = Inbox(
            {args.key_id: args.webhook_secret}, lambda change: change["case"] and desk.answer(change["case"])
        )
        ThreadingHTTPServer(("127.0.0.1", args.listen), handler(inbox)).serve_forever()
    while True:
        print(f"{desk.answer_all()} answered")
        time.sleep(60)


if __name__ == "__main__":
    main()
