"""The sender of e-mail for operators, against a small server of our own."""

import email
import email.policy
import smtplib
import socketserver
import threading
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from typing import Any, cast

import pytest

from huaihai.record import outbox, smtp


class Server(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as is needed, and keeps what it is handed."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.mails: list[EmailMessage] = []
        self.connections = 0
        self.refuses = False
        self.named: list[str] = []  # to whom mails were handed in


class Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = cast("Server", self.server)
        server.connections += 1
        self._say("220 here")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                server.mails.append(self._mail())
                self._say("250 taken")
            elif verb == b"RCPT" and server.refuses:
                self._say("550 nobody here")
            elif verb == b"RCPT":
                server.named.append(line.decode().partition("<")[2].partition(">")[0])
                self._say("250 fine")
            elif verb == b"QUIT":
                return self._say("221 bye")
            else:
                self._say("250 fine")
        return None

    def _mail(self) -> EmailMessage:
        lines = iter(self.rfile.readline, b".\r\n")
        raw = b"".join(line.removeprefix(b".") if line.startswith(b"..") else line for line in lines)
        return email.message_from_bytes(raw, policy=email.policy.default)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server() as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setenv(smtp.URL, f"smtp://127.0.0.1:{running.server_address[1]}")
        monkeypatch.setenv(smtp.FROM, "演示平台 <warnings@example.com>")
        monkeypatch.setenv("HUAIHAI_EMAIL_SENDER", "huaihai.record.smtp.send")
        yield running
        smtp._hang_up()
        running.shutdown()


def mail(key: str = "delivery:7", **more: Any) -> None:
    outbox.sender_of("email")(
        address="li@example.com", title="【警示】水壶", text="先断电", effect_key=key, **more
    )


def test_a_message_arrives_as_text_and_html_with_its_headers(server: Server) -> None:
    mail(html="<p>先断电</p>", headers={"List-Unsubscribe": "<https://example.com/end/>"})
    (got,) = server.mails
    assert (got["To"], got["Subject"]) == ("li@example.com", "【警示】水壶")
    assert got["List-Unsubscribe"] == "<https://example.com/end/>"
    bodies = {part.get_content_type(): part.get_content().strip() for part in got.iter_parts()}
    assert bodies == {"text/plain": "先断电", "text/html": "<p>先断电</p>"}


BREAKS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\r\n ", "\n\t")


@pytest.mark.parametrize("gap", BREAKS)
def test_a_break_in_a_title_begins_no_header(gap: str, server: Server) -> None:
    outbox.sender_of("email")(
        address="li@example.com",
        title=f"水壶{gap}Bcc: thief@example.com{gap}{gap}<p>other</p>",
        text="先断电",
        effect_key="k",
    )
    (got,) = server.mails
    assert got["Bcc"] is None
    assert got["Subject"] == "水壶 Bcc: thief@example.com <p>other</p>"
    assert got.get_content().strip() == "先断电"
    assert server.named == ["li@example.com"]


@pytest.mark.parametrize("gap", BREAKS)
@pytest.mark.parametrize("where", ["address", "header"])
def test_a_break_in_an_address_or_header_sends_nothing_to_strangers(
    where: str, gap: str, server: Server
) -> None:
    written = f"li@example.com{gap}Bcc: thief@example.com"
    more = {"headers": {"List-Unsubscribe": written}} if where == "header" else {}
    with suppress(ValueError, smtplib.SMTPException):
        outbox.sender_of("email")(
            address=written if where == "address" else "li@example.com",
            title="水壶",
            text="先断电",
            effect_key="k",
            **more,
        )
    assert [mail["Bcc"] for mail in server.mails if mail["Bcc"]] == []
    assert not [one for one in server.named if one.startswith("thief")]


def test_the_same_effect_has_the_same_id_and_a_connection_is_kept(server: Server) -> None:
    mail("a")
    mail("a")
    mail("b")
    first, again, other = (got["Message-ID"] for got in server.mails)
    assert first == again != other
    assert first.endswith("@example.com>")
    assert server.connections == 1


def test_what_the_server_refuses_is_raised_and_the_next_message_goes_through(server: Server) -> None:
    server.refuses = True
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        mail()
    server.refuses = False
    mail()
    assert len(server.mails) == 1


def test_what_is_not_set_up_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(smtp.FROM, "warnings@example.com")
    monkeypatch.setenv(smtp.URL, "mail.example.com")
    with pytest.raises(smtp.NotSetUp, match=smtp.URL):
        smtp.send(address="li@example.com", title="t", text="t", effect_key="k")
    monkeypatch.delenv(smtp.FROM)
    with pytest.raises(smtp.NotSetUp, match=smtp.FROM):
        smtp.send(address="li@example.com", title="t", text="t", effect_key="k")
