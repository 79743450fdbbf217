"""E-mail over SMTP, for operators: `HUAIHAI_EMAIL_SENDER=huaihai.record.smtp.send`.

Where to and who with stands in the environment (docs/guides/operators.md). The Message-ID is made from the effect key,
so that a repeat after a crash is known as the same message by servers and mail programs that look.
"""

import hashlib
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from email.utils import parseaddr
from smtplib import SMTPException
from urllib.parse import unquote, urlsplit

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

URL, FROM = "HUAIHAI_SMTP_URL", "HUAIHAI_EMAIL_FROM"
TIMEOUT = 20  # seconds
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
GOOD = 250  # what a server answers that is still there
_of_thread = threading.local()


class _Backend(EmailBackend):
    """Says goodbye to the server when its thread ends."""

    def __del__(self) -> None:
        with suppress(Exception):
            self.close()


class NotSetUp(RuntimeError):
    """A variable is missing, or cannot be read."""


def send(
    *,
    address: str,
    title: str,
    text: str,
    effect_key: str,
    html: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:
    """Hand one message to the server. Raises NotSetUp, and what Django's back end raises (`smtplib`, `OSError`)."""
    sender = os.environ.get(FROM, "")
    if not parseaddr(sender)[1]:
        raise NotSetUp(f"{FROM} names no address")
    named = {
        **(headers or {}),
        "Message-ID": message_id(effect_key, sender),
        "Auto-Submitted": "auto-generated",
    }
    title = " ".join(
        title.split()
    )  # a break in a name or title would begin a header; the message goes without it
    message = EmailMultiAlternatives(title, text, sender, [address], headers=named)
    if html:
        message.attach_alternative(html, "text/html")
    backend = _backend(os.environ.get(URL, ""))
    try:
        backend.open()
        backend.send_messages([message])
    except Exception:
        _hang_up()
        raise


def message_id(effect_key: str, sender: str) -> str:
    """The same for the same effect; it tells nothing about the receiver."""
    host = parseaddr(sender)[1].partition("@")[2]
    return f"<{hashlib.sha256(effect_key.encode()).hexdigest()[:40]}@{host}>"


def _backend(url: str) -> EmailBackend:
    """Django's, one a thread: its connection stays open from message to message as long as the server answers."""
    known: EmailBackend | None = getattr(_of_thread, "backend", None)
    if known is not None and known.connection is not None:
        try:
            if known.connection.noop()[0] == GOOD:
                return known
        except (OSError, SMTPException):  # the server has hung up
            pass
        _hang_up()
    _of_thread.backend = made = _set_up(url)
    return made


def _hang_up() -> None:
    backend: EmailBackend | None = getattr(_of_thread, "backend", None)
    _of_thread.backend = None
    if backend is not None and backend.connection is not None:
        backend.connection.close()
        backend.connection = None


def _set_up(url: str) -> EmailBackend:
    """smtp://host:25, smtp+tls://user:password@host:587 (STARTTLS) or smtps://user:password@host:465."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise NotSetUp(f"{URL} is none of smtp://, smtp+tls://, smtps://")
    return _Backend(
        alias="operators",
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_tls=parts.scheme == "smtp+tls",
        use_ssl=parts.scheme == "smtps",
        timeout=TIMEOUT,
    )
