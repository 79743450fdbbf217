"""The reference client answers cases of two cities over a real connection, and trusts no message blindly."""

import json
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from huaihai.businesses.connecting import verbs as connecting_verbs
from huaihai.businesses.models import Change
from huaihai.cases.models import Case
from huaihai.cases.verbs import fulfilment, negotiation, routing
from huaihai.kit import http_signing
from huaihai.record import webhooks
from tests.cast import TUESDAY, Cast, filed, li, negotiating, shop_code
from tests.posts import PROGRAM
from tests.reading import fresh

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "reference_client"
SECRETS = {"hk_1": "hw_1"}


@pytest.fixture
def client_module() -> Iterator[Any]:
    sys.path.insert(0, str(FOLDER))
    yield import_module("client")
    sys.path.remove(str(FOLDER))
    for name in ("client", "signing"):
        sys.modules.pop(name, None)


def in_the_other_city(cast: Cast) -> Case:
    """A second complaint about the same business, led in Li's own city."""
    stated = {"name": "Kettle shop (test)", "code": shop_code(), "sign": "Branch", "region_code": "320302"}
    case = filed(stated_business=stated, asked_fen=90_000).case
    routing.take(case, by=cast.wang, at=TUESDAY)
    negotiation.invite(case, by=cast.wang, at=TUESDAY)
    return case


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tuesday")
def test_one_connection_answers_two_cities(
    live_server: Any, cast: Cast, client_module: Any, settings: Any
) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True
    first, second = negotiating(cast), in_the_other_city(cast)
    told: list[str] = []
    inbox = client_module.Inbox({}, lambda change: told.append(change["type"]))
    listening = ThreadingHTTPServer(("127.0.0.1", 0), client_module.handler(inbox))
    threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    made, shown = connecting_verbs.connect(
        cast.shop, name="till", is_sandbox=False, by=PROGRAM, at=TUESDAY,
        webhook_url=f"http://127.0.0.1:{listening.server_port}/told?by=huaihai",
    )  # fmt: skip
    inbox.secrets_by_id[shown.key_id] = shown.webhook_secret
    platform = client_module.Platform(live_server.url, key_id=shown.key_id, secret=shown.secret)
    desk = client_module.Desk(platform, today=lambda: date(2026, 11, 24))

    assert desk.answer_all() == 2  # an offer here, the receipt there
    assert desk.answer_all() == 1  # the offer there; nothing to do here
    for case in (first, second):
        case.refresh_from_db()
        negotiation.accept(case, offer=case.offers.get(), by=li(case), at=TUESDAY)
    assert desk.answer_all() == 2  # both say that it is done
    assert desk.answer_all() == 0
    for case in (first, second):
        assert [promise.state for promise in fresh(case).promises.all()] == ["claimed"]
        fulfilment.confirm(case, by=li(case), at=TUESDAY)
    assert (first.lead, second.lead) == (cast.lead, cast.home)
    assert (first.settled_fen, second.settled_fen) == (26_800, 54_000)

    sent = webhooks.send_waiting(at=TUESDAY, stamp=int(time.time()))
    assert sent == len(told) == Change.objects.filter(connection=made).count()
    assert told.count("case.answered_by_consumer") == 4  # accepted and confirmed, twice
    assert "13800000001" not in str(list(Change.objects.values_list("data", flat=True)))
    listening.shutdown()
    listening.server_close()


def webhook(change: dict[str, Any], **changed: Any) -> tuple[bytes, dict[str, str]]:
    body = json.dumps(change).encode()
    message = http_signing.Message("POST", "till.example", "/told", "", body)
    options: dict[str, Any] = {
        "keys": list(SECRETS.items()),
        "created": 1_000,
        "nonce": f"n{change['id']:0>20}",
        "tag": webhooks.TAG,
    }
    headers = http_signing.sign(message, **(options | changed))
    return body, {name.lower(): value for name, value in headers.items()}


def a_change(key: str, sequence: int) -> dict[str, Any]:
    return {"id": key, "case": "c1", "sequence": sequence, "type": "case.moved"}


@pytest.fixture
def inbox(client_module: Any) -> Any:
    acted: list[str] = []
    held = client_module.Inbox(SECRETS, lambda change: acted.append(change["id"]))
    held.acted = acted
    return held


def take(inbox: Any, body: bytes, headers: dict[str, str], *, now: float = 1_010) -> str:
    """What the client makes of a message: new, known, late, or refused."""
    signing = sys.modules["signing"]
    message = signing.Message("POST", "till.example", "/told", body)
    try:
        return str(inbox.take(message, headers, now=now))
    except signing.NotGenuine:
        return "refused"


def test_a_webhook_is_acted_on_once_and_in_order(inbox: Any) -> None:
    first, second, third = (webhook(a_change(key, number)) for key, number in (("1", 1), ("2", 2), ("3", 3)))
    again = webhook(
        a_change("1", 1), nonce="sent-a-second-time-0"
    )  # tried again by the platform: signed anew
    outcomes = [take(inbox, *message) for message in (first, first, again, third, second)]
    assert outcomes == ["new", "refused", "known", "new", "late"]
    assert inbox.acted == ["1", "3"]


@pytest.mark.parametrize(
    "changed",
    [
        {"keys": [("hk_1", "hw_guessed")]},
        {"keys": [("hk_2", "hw_1")]},
        {"tag": "huaihai-request"},
        {"created": 1_000_000},
        {"created": 10},
    ],
)
def test_a_forged_early_or_late_webhook_is_refused(inbox: Any, changed: dict[str, Any]) -> None:
    assert take(inbox, *webhook(a_change("1", 1), **changed)) == "refused"
    assert inbox.acted == []


def test_a_webhook_with_another_body_or_none_of_its_headers_is_refused(inbox: Any) -> None:
    body, headers = webhook(a_change("1", 1))
    assert take(inbox, body.replace(b"moved", b"paid!"), headers) == "refused"
    assert take(inbox, body, {}) == "refused"
    assert take(inbox, body, headers, now=1_400) == "refused"


def test_after_a_change_of_keys_either_secret_checks_a_webhook(inbox: Any) -> None:
    message = webhook(a_change("1", 1), keys=[("hk_new", "hw_new"), ("hk_1", "hw_1")])
    assert take(inbox, *message) == "new"
