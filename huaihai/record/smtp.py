"""E-mail over SMTP, for operators: `HUAIHAI_EMAIL_SENDER=huaihai.record.smtp.send`.

Where to and who with stands in the environment (docs/guides/operators.md). The Message-ID is made from the effect key,
so that a repeat after a crash is known as the same message by servers and mail programs that look.
"""

import hashlib
import os
import smtplib
import ssl
import threading
from collections.abc import Mapping
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from django.core.mail import EmailMultiAlternatives

URL, FROM = "HUAIHAI_SMTP_URL", "HUAIHAI_EMAIL_FROM"
TIMEOUT = 20  # seconds
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
GOOD = 250  # what a server answers that is still there
_held = threading.local()


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
    """Hand one message to the server. Raises NotSetUp, and what `smtplib` raises."""
    sender = os.environ.get(FROM, "")
    if not parseaddr(sender)[1]:
        raise NotSetUp(f"{FROM} names no address")
    named = {
        **(headers or {}),
        "Message-ID": message_id(effect_key, sender),
        "Auto-Submitted": "auto-generated",
    }
    message = EmailMultiAlternatives(title, text, sender, [address], headers=named)
    if html:
        message.attach_alternative(html, "text/html")
    try:
        _connection().send_message(message.message(), parseaddr(sender)[1], [address])
    except Exception:
        _hang_up()
        raise


def message_id(effect_key: str, sender: str) -> str:
    """The same for the same effect; it tells nothing about the receiver."""
    host = parseaddr(sender)[1].partition("@")[2]
    return f"<{hashlib.sha256(effect_key.encode()).hexdigest()[:40]}@{host}>"


def _connection() -> smtplib.SMTP:
    """One connection a thread, kept open from message to message as long as the server answers."""
    held: smtplib.SMTP | None = getattr(_held, "connection", None)
    if held is not None:
        try:
            if held.noop()[0] == GOOD:
                return held
        except (OSError, smtplib.SMTPException):  # the server has hung up
            pass
        _hang_up()
    _held.connection = opened = _opened(os.environ.get(URL, ""))
    return opened


def _hang_up() -> None:
    held: smtplib.SMTP | None = getattr(_held, "connection", None)
    _held.connection = None
    if held is not None:
        held.close()


def _opened(url: str) -> smtplib.SMTP:
    """smtp://host:25, smtp+tls://user:password@host:587 (STARTTLS) or smtps://user:password@host:465."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise NotSetUp(f"{URL} is none of smtp://, smtp+tls://, smtps://")
    port = parts.port or PORTS[parts.scheme]
    if parts.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            parts.hostname, port, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        connection = smtplib.SMTP(parts.hostname, port, timeout=TIMEOUT)
    if parts.scheme == "smtp+tls":
        connection.starttls(context=ssl.create_default_context())
    if parts.username:
        connection.login(unquote(parts.username), unquote(parts.password or ""))
    return connection
