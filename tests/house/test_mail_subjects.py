"""Every mail has a subject that says what it is about and who writes."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from huaihai import alliance
from huaihai.cases import messages as of_cases
from huaihai.compensation import messages as of_compensation
from huaihai.education.press import verbs as press_verbs
from huaihai.education.subscribing import verbs as subscribing_verbs
from huaihai.insight.narratives import verbs as narratives_verbs
from huaihai.kit import mail_subjects
from huaihai.record import outbox

PACKAGE = Path(outbox.__file__).parent.parent
AT, NUMBER, KEY = datetime(2026, 11, 24, tzinfo=UTC), "3203-2026-801358-4", UUID(int=1)
BODY: Any = SimpleNamespace(short_name="徐州市消保委", phone_to_call="12315")
PERSON: Any = SimpleNamespace(confirmed_at=AT, reached_by=("email", "li@example.org"), wechat="")
CASE: Any = SimpleNamespace(
    record_key="case:1",
    version=1,
    number=NUMBER,
    contact_body=BODY,
    complainant=PERSON,
    stage="deciding",
    title="电热水壶漏电",
    business=None,
    stated_business={},
    place=SimpleNamespace(phone="13800000001", sign="水壶店"),
)
PERSON.case = CASE
FUND: Any = SimpleNamespace(record_key="fund:1", body=BODY, name="景区基金", owner=CASE.place)
CLAIM: Any = SimpleNamespace(record_key="claim:1", version=1, case=CASE, fund=FUND, against=CASE.place)
STORY: Any = SimpleNamespace(record_key="narrative:1", version=1, case=CASE)


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is queued, instead of queueing it."""
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(outbox, "queue", lambda **message: found.append(message))
    return found


def test_every_message_of_every_kind_has_a_subject_of_its_own(queued: list[dict[str, Any]]) -> None:
    said = {"when": "12 月 5 日 14:30", "how": "当面", "due": "12 月 7 日", "body": "徐州市消保委"}
    for name in of_cases.TO_CONSUMER:
        of_cases.tell_consumer(CASE, name, at=AT, until=date(2026, 12, 5), said=said)
    for name in of_cases.TO_BUSINESS:
        of_cases.tell_business(CASE, name, at=AT, until=date(2026, 12, 5), said=said)
    of_cases.send_code(PERSON, "123456", minutes=10, at=AT)
    of_cases.send_new_receipt_code(PERSON, "K7QF", at=AT)
    for name in of_compensation.TO_CONSUMER:
        of_compensation.tell_consumer(CLAIM, name, at=AT)
    for name in of_compensation.TO_DEBTOR:
        of_compensation.tell_debtor(CLAIM, name, at=AT)
    for name in of_compensation.TO_OWNER:
        of_compensation.tell_owner(FUND, name, key="1", at=AT)
    for name in narratives_verbs.WORDS:
        narratives_verbs.send(STORY, name, at=AT)
    contact: Any = SimpleNamespace(pk=KEY, record_key="press:1", outlet="日报", email="a@example.org")
    press_verbs._ask(contact, "asked", AT)
    for language in ("zh-hans", "zh-hant", "en"):
        asked: Any = SimpleNamespace(
            pk=KEY,
            record_key="s:1",
            channel="email",
            address="a@example.org",
            language=language,
            code_hash="x",
        )
        subscribing_verbs._send_code(asked, "123456", AT)

    assert len(queued) > 60
    for message in queued:
        name = alliance.load().platform_name_en if "Please" in message["title"] else "维权"
        assert name in message["title"] or "維權" in message["title"], message
        assert 10 < len(message["title"]) <= mail_subjects.LONGEST, message
        assert "%" not in message["title"] + message["text"]


def test_a_subject_says_what_happened(queued: list[dict[str, Any]]) -> None:
    of_cases.tell_consumer(CASE, "offered", at=AT, until=date(2026, 12, 5))

    (message,) = queued
    assert message["title"] == f"案件 {NUMBER}：商家提出了方案 · 淮海消费维权"


def test_no_mail_is_queued_anywhere_without_a_subject() -> None:
    without = [where for where, call in _queueing() if not _has_subject(call)]

    assert not without


def _queueing() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "outbox.queue(" not in source or "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "outbox.queue":
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node


def _has_subject(call: ast.Call) -> bool:
    """A title that is no empty text; what can only leave as SMS or to a machine needs none."""
    given = {one.arg: ast.unparse(one.value) for one in call.keywords}
    by_sms = given["channel"].endswith((".SMS", ".WEBHOOK"))
    return by_sms or given.get("title", "''") not in ("''", '""')
