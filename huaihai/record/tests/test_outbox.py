"""Messages: once each, retried, given up in sight."""

import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from huaihai.record import intake, outbox, smtp, webhooks
from huaihai.record.models import OutboxMessage
from tests.cast import TUESDAY

pytestmark = pytest.mark.django_db
SENT: list[str] = []


def queue(key: str = "a") -> None:
    outbox.queue(
        effect_key=key, subject="case:1", channel="sms", address="13800000001", text="您好", at=TUESDAY
    )


def failing_sender(*, address: str, title: str, text: str, effect_key: str) -> None:
    raise ConnectionError(address)


def noting_sender(*, address: str, title: str, text: str, effect_key: str) -> None:
    SENT.append(effect_key)


def elsewhere(work: Callable[[], object]) -> object:
    """What `work` returns on a connection of its own, or its error, while the caller waits; None if it takes long."""
    done: list[object] = []

    def run() -> None:
        try:
            done.append(work())
        except Exception as error:  # noqa: BLE001 # the caller looks at it
            done.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(120)
    return done[0] if done else None


def busy_sender(*, address: str, title: str, text: str, effect_key: str) -> None:
    """While it speaks with the provider, somebody files and another worker looks for what waits."""
    SENT.append(effect_key)
    written = elsewhere(lambda: intake.once(key=effect_key, body="b", at=TUESDAY, act=lambda: {"is": "in"}))
    assert written == ({"is": "in"}, True)
    assert elsewhere(lambda: outbox.send_waiting(at=TUESDAY)) == 0


def forgetting_sender(*, address: str, title: str, text: str, effect_key: str) -> None:
    outbox.forget(["case:1"])


def test_the_same_effect_is_queued_once() -> None:
    queue()
    queue()
    assert OutboxMessage.objects.count() == 1


def test_a_message_is_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUAIHAI_SMS_SENDER", f"{__name__}.noting_sender")
    SENT.clear()
    queue()
    assert outbox.send_waiting(at=TUESDAY) == 1
    assert outbox.send_waiting(at=TUESDAY) == 0
    assert SENT == ["a"]


@pytest.mark.django_db(transaction=True)
def test_while_a_message_leaves_others_write_and_no_other_worker_sends_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HUAIHAI_SMS_SENDER", f"{__name__}.busy_sender")
    SENT.clear()
    queue()
    assert outbox.send_waiting(at=TUESDAY) == 1
    assert SENT == ["a"]
    assert OutboxMessage.objects.get().sent_at == TUESDAY


def claimed(key: UUID, at: datetime) -> bool:
    """As the worker does: read while it is due, then claimed."""
    waiting = OutboxMessage.objects.filter(pk=key, next_try_at__lte=at).first()
    return waiting is not None and outbox.claim(waiting, at)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("claimed", [claimed, webhooks._claimed])
def test_two_workers_at_one_moment_do_not_claim_the_same(
    claimed: Callable[..., object],
) -> None:
    for number in range(10):
        queue(f"{number}")
    keys = [message.pk for message in OutboxMessage.objects.order_by("pk")]
    both, taken = threading.Barrier(2), list[UUID]()

    def claim_all() -> None:
        for key in keys:
            both.wait(timeout=120)
            if claimed(key, TUESDAY):
                taken.append(key)

    with ThreadPoolExecutor(2) as workers:
        assert list(workers.map(elsewhere, [claim_all] * 2)) == [None, None]
    assert sorted(taken) == keys


def test_what_a_dead_sender_had_claimed_is_taken_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUAIHAI_SMS_SENDER", f"{__name__}.noting_sender")
    SENT.clear()
    queue()
    assert outbox.claim(OutboxMessage.objects.get(), TUESDAY)  # and then it died
    assert outbox.send_waiting(at=TUESDAY + outbox.LEASE / 2) == 0
    assert outbox.send_waiting(at=TUESDAY + outbox.LEASE) == 1
    assert SENT == ["a"]


def test_what_a_clock_that_was_ahead_put_off_goes_with_the_next_night() -> None:
    queue()
    outbox.claim(OutboxMessage.objects.get(), TUESDAY + timedelta(days=9))
    queue("b")
    OutboxMessage.objects.filter(effect_key="b").update(next_try_at=TUESDAY + timedelta(hours=23))
    for act in outbox.due_acts(TUESDAY):
        act()
    waits = OutboxMessage.objects.order_by("next_try_at").values_list("next_try_at", flat=True)
    assert list(waits) == [TUESDAY, TUESDAY + timedelta(hours=23)]
    assert list(outbox.due_acts(TUESDAY)) == []


def test_a_slow_round_claims_nothing_whose_claim_would_run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "SAFE", timedelta(seconds=-1))  # as if it had sent for minutes
    queue()
    assert outbox.send_waiting(at=TUESDAY) == 0
    assert OutboxMessage.objects.get().next_try_at == TUESDAY


def test_a_failure_that_comes_after_its_claim_ran_out_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HUAIHAI_SMS_SENDER", f"{__name__}.failing_sender")
    queue()
    late = OutboxMessage.objects.get()
    assert outbox.claim(late, TUESDAY)
    monkeypatch.setenv("HUAIHAI_SMS_SENDER", f"{__name__}.noting_sender")
    outbox.send_waiting(at=TUESDAY + outbox.LEASE)
    outbox._wait(late, ConnectionError(), TUESDAY + outbox.LEASE)
    message = OutboxMessage.objects.get()
    assert (message.attempts, message.last_error) == (1, "")
    assert message.sent_at


def test_what_is_forgotten_while_it_leaves_stays_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUAIHAI_SMS_SENDER", f"{__name__}.forgetting_sender")
    queue()
    assert outbox.send_waiting(at=TUESDAY) == 1
    assert not OutboxMessage.objects.exists()


def test_a_failing_message_waits_longer_each_time_and_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUAIHAI_SMS_SENDER", f"{__name__}.failing_sender")
    queue()
    at = TUESDAY
    for _round in outbox.RETRY_AFTER:
        assert outbox.send_waiting(at=at) == 0
        at += timedelta(days=2)
    message = OutboxMessage.objects.get()
    assert (message.attempts, message.last_error) == (5, "ConnectionError")
    assert message.gave_up_at
    assert outbox.send_waiting(at=at) == 0


def test_a_code_is_forgotten_once_it_has_left_and_stays_readable_while_nothing_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = {"subject": "case:1", "channel": "sms", "address": "13800000001", "at": TUESDAY}
    outbox.queue(effect_key="shown", text="ABCD", holds_secret=True, **said)  # type: ignore[arg-type]
    assert outbox.send_waiting(at=TUESDAY) == 1  # the local default keeps it on the page
    monkeypatch.setenv("HUAIHAI_SMS_SENDER", f"{__name__}.noting_sender")
    outbox.queue(effect_key="left", text="EFGH", holds_secret=True, **said)  # type: ignore[arg-type]
    outbox.queue(effect_key="plain", text="您好", **said)  # type: ignore[arg-type]
    assert outbox.send_waiting(at=TUESDAY) == 2
    texts = {one.effect_key: one.text for one in OutboxMessage.objects.all()}
    assert {key: text.split(" 防")[0] for key, text in texts.items()} == {
        "secret:shown": "ABCD",
        "secret:left": "",
        "plain": "您好",
    }


def test_address_and_text_are_sealed() -> None:
    queue()
    row = OutboxMessage.objects.values("address", "text").get()
    assert "13800000001" not in str(row["address"])
    assert "您好" not in str(row["text"])


def test_the_same_key_and_body_get_the_saved_answer_and_another_body_is_refused() -> None:
    first = intake.once(key="k", body="b", at=TUESDAY, act=lambda: {"number": 1})
    again = intake.once(key="k", body="b", at=TUESDAY, act=lambda: {"number": 2})
    assert (first, again) == (({"number": 1}, True), ({"number": 1}, False))
    with pytest.raises(intake.KeyReused):
        intake.once(key="k", body="other", at=TUESDAY, act=lambda: {"number": 3})


@pytest.mark.both_databases
def test_a_failed_act_leaves_no_key() -> None:
    def fail() -> dict[str, object]:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        intake.once(key="k", body="b", at=TUESDAY, act=fail)
    assert intake.once(key="k", body="b", at=TUESDAY, act=dict)[1]


@pytest.mark.django_db
def test_a_mail_server_that_accepts_and_says_nothing_keeps_no_text_message_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is lost by it either: what was tried waits for its next try, the rest for the next round."""
    texts: list[str] = []
    monkeypatch.setattr(smtp, "TIMEOUT", 0.2)
    monkeypatch.setattr(outbox, "sender_of", lambda channel: smtp.send if channel == "email" else send)

    def send(*, address: str, **_more: Any) -> None:
        texts.append(address)

    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("HUAIHAI_SMTP_URL", f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setenv("HUAIHAI_EMAIL_FROM", "a@example.com")
        for number in range(3):
            outbox.queue(
                effect_key=f"mail:{number}",
                subject="x",
                channel="email",
                address="b@example.com",
                text="t",
                at=TUESDAY,
            )
        later = TUESDAY + timedelta(seconds=1)
        outbox.queue(effect_key="sms", subject="x", channel="sms", address="13800000001", text="t", at=later)
        assert outbox.send_waiting(at=later) == 1
    assert texts == ["13800000001"]
    tried = (
        OutboxMessage.objects.filter(channel="email")
        .order_by("-attempts")
        .values_list("attempts", "last_error")
    )
    assert list(tried) == [(1, "SMTPServerDisconnected"), (0, ""), (0, "")]
    assert not OutboxMessage.objects.filter(channel="email").exclude(sent_at=None, gave_up_at=None).exists()
