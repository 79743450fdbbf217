"""Messages in work WeChat (企业微信): `HUAIHAI_WEWORK_SENDER=huaihai.record.senders.wework.send`.

An address is the name of a user (userid) of the body's work WeChat. There are no receipts. What comes twice within half
an hour is dropped there.
"""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from huaihai.record.senders import asking, settings, tokens
from huaihai.record.senders.answers import Left, Refused

SECRET: Final = "HUAIHAI_WEWORK_SECRET"  # noqa: S105 # the name of a variable
ENDPOINT: Final = "https://qyapi.weixin.qq.com"
TWICE_WITHIN: Final = 1800  # seconds
LONGEST: Final = 2048  # bytes of a text
REASONS: Final = {
    -1: "busy",
    40013: "key",
    40056: "settings",
    45009: "busy",
    45033: "busy",
    60011: "key",
    60020: "key",  # this machine's address is not on the list
    60111: "number",
    81013: "number",
    82001: "number",
}


def send(*, address: str, title: str, text: str, effect_key: str, **_more: Any) -> Left:
    """Hand one message over. Raises Refused, OSError."""
    way = settings.way("wework")
    corp, agent, url = way.text("corp_id"), way.text("agent_id"), way.text("endpoint", ENDPOINT)
    secret = settings.secret(SECRET)

    def fetch() -> dict[str, Any]:
        return asking.ask(
            f"{url}/cgi-bin/gettoken?{urlencode({'corpid': corp, 'corpsecret': secret})}", None, {}
        )

    words = text.encode()[:LONGEST].decode(errors="ignore")
    asked = {
        "touser": address,
        "msgtype": "text",
        "agentid": int(agent) if agent.isdecimal() else agent,
        "text": {"content": words},
        "enable_duplicate_check": 1,
        "duplicate_check_interval": TWICE_WITHIN,
    }
    account = f"{corp}:{agent}:{secret}"
    answer = tokens.with_token(account, fetch, f"{url}/cgi-bin/message/send", asked, REASONS)
    if address in str(answer.get("invaliduser", "")).split("|"):
        raise Refused("number", "invaliduser")
    return Left(str(answer.get("msgid", "")))


def check() -> Iterator[str]:
    """What is missing before anything can leave."""
    return settings.faults("wework", ["corp_id", "agent_id"], [SECRET], needs_templates=False)
