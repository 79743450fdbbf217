"""The protocol: a system reads and answers its cases, once each, and nobody else's."""

import base64
import json
import re
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection as database

from huaihai.businesses.connecting import authentication
from huaihai.businesses.connecting import verbs as connecting_verbs
from huaihai.businesses.models import SeenNonce
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.cases.models import Case, Offer
from huaihai.cases.tests.protocol import System, an_offer, connected
from huaihai.cases.verbs import falling_due, negotiation, routing
from huaihai.kit import http_signing
from huaihai.kit.filestore.tests.pictures import picture
from huaihai.record import events
from huaihai.record.models import IntakeKey
from tests.cast import TUESDAY, Cast, inviting, li, negotiating
from tests.posts import PROGRAM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def system(cast: Cast) -> System:
    return connected(cast)


def test_a_case_is_read_as_the_business_sees_it(cast: Cast, system: System) -> None:
    case = inviting(cast)
    listed = system.get("/cases").json()["cases"]
    assert [line["id"] for line in listed] == [str(case.pk)]
    told = system.get(f"/cases/{case.pk}").json()
    assert (told["number"], told["stage"]["code"], told["consumer"]) == (case.number, "inviting", "L**")
    assert told["can"] == ["receipt", "denial", "files"]
    assert told["city"]["code"] == cast.lead.region_code
    assert "13800000001" not in str(told)


def test_a_case_is_settled_step_by_step(cast: Cast, system: System) -> None:
    case = inviting(cast)
    path = f"/cases/{case.pk}"
    assert system.post(f"{path}/receipt", {"version": case.version}).json()["stage"] == "negotiating"
    version = system.get(path).json()["version"]
    said = {"version": version, "until_on": "2026-11-26", "needs": ["receipt"]}
    version = system.post(f"{path}/reply", said).json()["version"]
    done = system.post(f"{path}/offer", an_offer(version, sum_fen=10_000, note_to_body="只给协会看。")).json()
    offer = Offer.objects.get(pk=done["made"])
    assert (offer.made_by, offer.sum_fen) == (system.connection.record_key, 10_000)
    case.refresh_from_db()
    negotiation.counter(
        case, offer=offer, remedies=["refund"], sum_fen=20_000, perform_by_on=offer.perform_by_on,
        text="请打 13800000001，我要两百。", by=li(case), at=TUESDAY,
    )  # fmt: skip
    told = system.get(path).json()
    counter = told["offers"][-1]
    assert (counter["by"], counter["state"], counter["sum_fen"]) == ("consumer", "open", 20_000)
    assert "13800000001" not in counter["text"]
    assert "acceptance" in told["can"]
    done = system.post(f"{path}/acceptance", {"version": told["version"], "offer": counter["id"]}).json()
    assert done["stage"] == "fulfilling"
    proof = {"name": "转账.jpg", "content": base64.b64encode(picture()).decode()}
    said = {"version": done["version"], "text": "已退两百元。", "promise": 1, "files": [proof]}
    assert system.post(f"{path}/fulfilment", said).status_code == 200
    told = system.get(path).json()
    assert [held["state"] for held in told["promises"]] == ["claimed"]
    [file] = told["evidence"]
    got = system.get(f"{path}/evidence/{file['id']}")
    assert (got.status_code, got["Content-Type"]) == (200, "image/jpeg")
    by = set(
        events.history(case.record_key)
        .filter(verb__in=["serve", "offer", "claim_part"])
        .values_list("by", flat=True)
    )
    assert by == {system.connection.record_key}


def test_the_same_key_does_a_thing_once_and_answers_the_same(cast: Cast, system: System) -> None:
    case, key = negotiating(cast), "offer-of-the-kettle-1"
    path, said = f"/cases/{case.pk}/offer", an_offer(case.version)
    first, second = system.post(path, said, key=key), system.post(path, said, key=key)
    assert first.json() == second.json()
    assert Offer.objects.filter(case=case).count() == 1
    other = system.post(path, an_offer(case.version, sum_fen=1), key=key)
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")
    assert "退" not in str(IntakeKey.objects.values_list("answer", flat=True))  # ids alone are kept


def test_who_was_slower_gets_the_case_as_it_is_now(cast: Cast, system: System) -> None:
    case = negotiating(cast)
    before = case.version
    assert system.post(f"/cases/{case.pk}/offer", an_offer(before)).status_code == 200
    late = system.post(f"/cases/{case.pk}/refusal", {"version": before, "reason": "other", "text": "不行"})
    assert (late.status_code, late.json()["code"]) == (409, "moved")
    assert late.json()["case"]["version"] == before + 1
    too_late = system.post(f"/cases/{case.pk}/receipt", {"version": before + 1})
    assert (too_late.status_code, too_late.json()["code"]) == (409, "not-possible")


def test_not_ours_answers_like_not_there(cast: Cast, system: System) -> None:
    case = negotiating(cast)
    shop, _place = find_or_write_down(Stated(name="Other (test)", sign="Other"), by=PROGRAM, at=TUESDAY)
    made, shown = connecting_verbs.connect(shop, name="x", is_sandbox=False, by=PROGRAM, at=TUESDAY)
    other = System(made, shown)
    theirs, nowhere = other.get(f"/cases/{case.pk}"), other.get(f"/cases/{made.pk}")
    assert (theirs.status_code, theirs.content) == (404, nowhere.content)
    assert other.get("/cases").json()["cases"] == []
    said = other.post(f"/cases/{case.pk}/offer", an_offer(case.version))
    assert (said.status_code, said.content) == (404, nowhere.content)
    assert system.get("/nonsense").json()["code"] == "not-found"


def test_a_denied_case_that_was_corrected_is_gone(cast: Cast, system: System) -> None:
    case = negotiating(cast)
    system.post(f"/cases/{case.pk}/denial", {"version": case.version, "text": "没有这家店"})
    case.refresh_from_db()
    stated = Stated(name="The right one (test)", sign="Right")
    routing.correct_business(case, stated=stated, by=li(case), at=TUESDAY)
    assert system.get(f"/cases/{case.pk}").status_code == 404
    told = system.get("/changes").json()["changes"]
    assert (told[-1]["type"], told[-1]["case"]) == ("case.taken_away", str(case.pk))


def test_a_group_answers_for_all_beneath_it(cast: Cast) -> None:
    group, _place = find_or_write_down(Stated(name="Group (test)", sign="Group"), by=PROGRAM, at=TUESDAY)
    cast.shop.parent = group
    cast.shop.save(update_fields=["parent"])
    made, shown = connecting_verbs.connect(
        group, name="head office", is_sandbox=False, by=PROGRAM, at=TUESDAY
    )
    head, case = System(made, shown), negotiating(cast)
    assert head.post(f"/cases/{case.pk}/offer", an_offer(case.version)).status_code == 200
    numbers = [row["number"] for row in head.get("/changes").json()["changes"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert head.get("/connection").json()["businesses"] == 2


def test_a_list_is_paged_and_can_name_what_has_changed(cast: Cast, system: System) -> None:
    cases = [inviting(cast) for _ in range(3)]
    first = system.get("/cases?limit=2").json()
    rest = system.get(f"/cases?limit=2&after={first['next']}").json()
    seen = [line["id"] for line in first["cases"] + rest["cases"]]
    assert sorted(seen) == sorted(str(case.pk) for case in cases)
    assert rest["next"] is None
    assert system.get(f"/cases?changed_after={first['last_number']}").json()["cases"] == []
    system.post(f"/cases/{cases[1].pk}/receipt", {"version": cases[1].version})
    changed = system.get(f"/cases?changed_after={first['last_number']}").json()
    assert [line["id"] for line in changed["cases"]] == [str(cases[1].pk)]
    assert system.get(f"/cases?city={cast.home.region_code}").json()["cases"] == []
    assert len(system.get(f"/cases?city={cast.lead.region_code}&state=open").json()["cases"]) == 3


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sum_fen": "26800"}, "sum_fen"),
        ({"sum_fen": -1}, "sum_fen"),
        ({"sum_fen": None}, "sum_fen"),
        ({"remedies": ["gold"]}, "remedies"),
        ({"perform_by_on": "2026-02-30"}, "perform_by_on"),
        ({"perform_by_on": "2026-11-24"}, "perform_by_on"),
        ({"valid_until_on": "2026-11-23"}, "valid_until_on"),
        ({"text": "a\x00b"}, "text"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_does_not_fit_is_said_with_its_field(
    cast: Cast, system: System, changed: dict[str, Any], field: str
) -> None:
    case = negotiating(cast)
    for language in ("en", "zh-CN"):
        answer = system.post(f"/cases/{case.pk}/offer", an_offer(case.version, **changed), language=language)
        assert (answer.status_code, answer.json()["field"]) == (422, field), answer.json()
        assert answer.json()["message"].isascii() is (language == "en")
    assert not Offer.objects.exists()


def test_every_post_needs_a_key_and_json(cast: Cast, system: System) -> None:
    case = negotiating(cast)
    path = f"/cases/{case.pk}/receipt"
    assert system.send("POST", path, b'{"version": 1}').json()["code"] == "key-missing"
    assert system.send("POST", path, b"{", key="a" * 16).json()["code"] == "malformed"
    assert system.send("DELETE", path).status_code == 405


def test_a_key_is_changed_without_a_gap(cast: Cast, system: System) -> None:
    old, later = System(system.connection, system.shown), TUESDAY + timedelta(days=2)
    fresh = connecting_verbs.rotate(system.connection, overlap_days=1, seen=1, by=PROGRAM, at=TUESDAY)
    new = System(system.connection, fresh)
    assert [held.get("/connection").status_code for held in (old, new)] == [200, 200]
    connecting_verbs.end(system.connection, seen=2, by=PROGRAM, at=later)
    assert new.get("/connection").status_code == 401


def test_a_system_is_told_that_a_promise_falls_due(cast: Cast, system: System) -> None:
    case = negotiating(cast)
    made = system.post(f"/cases/{case.pk}/offer", an_offer(case.version)).json()["made"]
    case.refresh_from_db()
    negotiation.accept(case, offer=Offer.objects.get(pk=made), by=li(case), at=TUESDAY)
    for act in falling_due.reminders(TUESDAY + timedelta(days=6)):
        act()
    last = system.get("/changes").json()["changes"][-1]
    assert (last["type"], last["data"]["promise"]) == ("promise.due", 1)


def test_a_practice_case_walks_from_the_invitation_to_its_end(cast: Cast) -> None:
    system = connected(cast, is_sandbox=True)
    path = f"/cases/{system.post('/practice-cases', {}).json()['case']}"
    version = system.post(f"{path}/receipt", {"version": 1}).json()["version"]
    done = system.post(f"{path}/offer", an_offer(version, sum_fen=6_800)).json()
    counter = system.get(path).json()["offers"][-1]
    assert (counter["by"], counter["sum_fen"]) == ("consumer", 16_800)
    said = {"version": done["version"], "offer": counter["id"], "text": "太多了"}
    version = system.post(f"{path}/rejection", said).json()["version"]
    done = system.post(f"{path}/offer", an_offer(version, sum_fen=16_800, monthly_parts=2)).json()
    assert done["stage"] == "fulfilling"
    for promise, stage in ((1, "fulfilling"), (2, "closed")):
        said = {"version": done["version"], "text": "已付", "promise": promise}
        done = system.post(f"{path}/fulfilment", said).json()
        assert done["stage"] == stage
    told = system.get("/changes").json()["changes"]
    assert [row["sequence"] for row in told] == list(range(1, len(told) + 1))
    assert {row["is_practice"] for row in told} == {True}
    assert not Case.objects.exists()


def test_three_low_offers_end_it_and_a_denied_case_is_gone(cast: Cast) -> None:
    system = connected(cast, is_sandbox=True)
    path = f"/cases/{system.post('/practice-cases', {}).json()['case']}"
    done = system.post(f"{path}/receipt", {"version": 1}).json()
    for _number in range(3):
        done = system.post(f"{path}/offer", an_offer(done["version"], sum_fen=100)).json()
    assert done["stage"] == "deciding"
    path = f"/cases/{system.post('/practice-cases', {}).json()['case']}"
    system.post(f"{path}/denial", {"version": 1, "text": "不是我们"})
    assert system.get(path).status_code == 404


def test_practice_and_real_cases_do_not_meet(cast: Cast) -> None:
    trying, real, case = (
        connected(cast, name="a", is_sandbox=True),
        connected(cast, name="b"),
        negotiating(cast),
    )
    practice = trying.post("/practice-cases", {}).json()["case"]
    assert [line["id"] for line in trying.get("/cases").json()["cases"]] == [practice]
    assert [line["id"] for line in real.get("/cases").json()["cases"]] == [str(case.pk)]
    assert trying.get(f"/cases/{case.pk}").status_code == real.get(f"/cases/{practice}").status_code == 404
    assert real.post("/practice-cases", {}).json()["code"] == "only-for-practice"


PATH = "/connection"


def tampered(headers: Mapping[str, str], name: str, old: str, new: str) -> dict[str, str]:
    changed = re.sub(old, new, headers[name])
    assert changed != headers[name]
    return {**headers, name: changed}


def forged(system: System) -> dict[str, dict[str, str]]:
    """Requests that must not open anything, by what is wrong with them."""
    good, shown = system.headers("GET", PATH), system.shown
    now = int(time.time())
    few = tuple(name for name in http_signing.NEEDED if name != "@query")
    return {
        "nothing": {},
        "no signature": {name: value for name, value in good.items() if name != "Signature"},
        "another secret": system.headers("GET", PATH, keys=[(shown.key_id, "hs_guessed")]),
        "the webhooks' secret": system.headers("GET", PATH, keys=[(shown.key_id, shown.webhook_secret)]),
        "unknown key": system.headers("GET", PATH, keys=[("hk_nobody", shown.secret)]),
        "old": system.headers("GET", PATH, created=now - 400),
        "from the future": system.headers("GET", PATH, created=now + 400),
        "a webhook's": system.headers("GET", PATH, tag="huaihai-webhook"),
        "another path": system.headers("GET", "/cases"),
        "another query": system.headers("GET", f"{PATH}?a=1"),
        "another method": system.headers("POST", PATH),
        "another body": system.headers("GET", PATH, b"{}"),
        "not over the query": system.headers("GET", PATH, components=few),
        "short number": system.headers("GET", PATH, nonce="abc"),
        "time changed": tampered(good, "Signature-Input", r"created=\d+", f"created={now + 9}"),
        "number changed": tampered(good, "Signature-Input", r'nonce="[^"]*"', f'nonce="{"x" * 20}"'),
        "two signatures": system.headers("GET", PATH, keys=[(shown.key_id, shown.secret)] * 2),
        "nonsense": {**good, "Signature-Input": "sig1=();x", "Signature": "sig1=:***:"},
        "very long": {**good, "Signature-Input": good["Signature-Input"] + ", " + "a" * 5000},
    }


def test_every_forged_request_gets_the_same_answer(system: System) -> None:
    answers = {name: system.send("GET", PATH, signed=headers) for name, headers in forged(system).items()}
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 401} == {}
    assert len({answer.content for answer in answers.values()}) == 1
    assert not SeenNonce.objects.exists()  # what nobody signed leaves nothing
    assert system.get(PATH).status_code == 200


def test_an_ended_connection_gets_that_answer_too(system: System) -> None:
    refused = system.send("GET", PATH, signed={})
    connecting_verbs.end(system.connection, seen=1, by=PROGRAM, at=TUESDAY)
    assert system.get(PATH).content == refused.content


def test_unknown_and_wrong_are_compared_alike(system: System) -> None:
    """A key that is not there costs the same comparison as a wrong secret."""
    compared = mock.Mock(wraps=http_signing.fits)
    with mock.patch.object(authentication.http_signing, "fits", compared):
        for name in ("unknown key", "another secret"):
            system.send("GET", PATH, signed=forged(system)[name])
    assert compared.call_count == 2


def test_a_replayed_request_is_refused_and_does_nothing(cast: Cast, system: System) -> None:
    case = negotiating(cast)
    path, body = f"/cases/{case.pk}/offer", json.dumps(an_offer(case.version)).encode()
    headers = system.headers("POST", path, body, key="k" * 20)
    assert system.send("POST", path, body, signed=headers).status_code == 200
    for _again in range(2):
        assert system.send("POST", path, body, signed=headers).status_code == 401
    assert Offer.objects.count() == 1


def test_a_number_stays_used_even_if_the_request_failed(system: System) -> None:
    headers = system.headers("GET", "/cases?limit=0")
    answers = [system.send("GET", "/cases?limit=0", signed=headers).status_code for _ in range(2)]
    assert answers == [422, 401]


def test_used_numbers_are_forgotten_once_nobody_would_take_them(system: System) -> None:
    system.get(PATH)
    SeenNonce.objects.update(at=SeenNonce.objects.get().at - timedelta(minutes=16))
    system.get(PATH)
    assert SeenNonce.objects.count() == 1


def test_an_idempotency_key_that_is_sent_is_signed(cast: Cast, system: System) -> None:
    case = negotiating(cast)
    path, body = f"/cases/{case.pk}/offer", json.dumps(an_offer(case.version)).encode()
    headers = {**system.headers("POST", path, body), "Idempotency-Key": "k" * 20}
    assert system.send("POST", path, body, signed=headers).status_code == 401


def test_secrets_are_sealed_and_shown_once(system: System) -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT secret, webhook_secret FROM businesses_connectionkey")
        kept: Any = cursor.fetchall()
    assert system.shown.secret not in str(kept)
    assert system.shown.webhook_secret not in str(kept)


def test_too_many_requests_wait(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    from huaihai.cases.api import entry

    monkeypatch.setattr(entry, "BRAKE", entry.Brake("protocol", most=2, seconds=60))
    statuses = [system.get(PATH).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_a_request_that_is_too_large_is_not_read(system: System) -> None:
    answer = system.send("POST", PATH, b"x" * 2_700_000, signed={})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
