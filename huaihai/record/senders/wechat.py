"""Template messages of an official account (微信公众号): `HUAIHAI_WECHAT_SENDER=huaihai.record.senders.wechat.send`.

An address is the openid of a follower. A message fits a template by its words, as with text messages; `data` of the
template says what stands in which of its fields. What comes twice within ten minutes is dropped there.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.conf import settings as django_settings

from huaihai.record.senders import asking, settings, templates, tokens
from huaihai.record.senders.answers import Left, NotOurs, Receipt, Refused, own_id

SECRET: Final = "HUAIHAI_WECHAT_SECRET"  # noqa: S105 # the name of a variable
TOKEN: Final = "HUAIHAI_WECHAT_TOKEN"  # noqa: S105 # likewise: what its pushes are signed with
ENDPOINT: Final = "https://api.weixin.qq.com"
ANSWER: Final = "success"  # to pushes that were taken
SHORT: Final = {"thing": 20, "character_string": 32, "phone_number": 17, "const": 20}  # characters of a field
DONE: Final = "TEMPLATESENDJOBFINISH"
REASONS: Final = {
    -1: "busy",
    40003: "number",
    40013: "key",
    40037: "template",
    40125: "key",
    40164: "key",  # this machine's address is not on the list
    41030: "template",
    43004: "blocked",  # follows no more
    43101: "blocked",
    45009: "busy",
    47003: "template",
    48001: "key",
}


def send(*, address: str, title: str, text: str, effect_key: str, **_more: Any) -> Left:
    """Hand one message over. Raises Refused, OSError."""
    way = settings.way("wechat")
    app, url, secret = way.text("app_id"), way.text("endpoint", ENDPOINT), settings.secret(SECRET)
    found = templates.fitting(text, way.templates)
    if found is None:
        raise Refused("template")
    template, values = found

    def fetch() -> dict[str, Any]:
        asked = {"grant_type": "client_credential", "appid": app, "secret": secret}
        return asking.ask(f"{url}/cgi-bin/stable_token", tokens.spelt(asked), tokens.JSON)

    asked: dict[str, Any] = {
        "touser": address,
        "template_id": template.id,
        "data": {
            name: {"value": _short(name, templates.filled(words, values))}
            for name, words in template.data.items()
        },
        "client_msg_id": own_id(effect_key),
    }
    if django_settings.SITE_URL:
        asked["url"] = django_settings.SITE_URL
    answer = tokens.with_token(
        f"{app}:{secret}", fetch, f"{url}/cgi-bin/message/template/send", asked, REASONS
    )
    return Left(str(answer.get("msgid", "")))


def check() -> Iterator[str]:
    """What is missing before anything can leave."""
    return settings.faults("wechat", ["app_id"], [SECRET, TOKEN], needs_templates=True)


def hello(query: Mapping[str, str]) -> str:
    """The answer to the first question of its server, which looks whether somebody is here. Raises NotOurs."""
    _check_signature(query)
    return query.get("echostr", "")


def receipts(body: bytes, query: Mapping[str, str]) -> list[Receipt]:
    """What it pushes, in clear mode (明文模式); of events only the end of a message is one. Raises NotOurs."""
    _check_signature(query)
    said = _read(body)
    if said.get("Event") != DONE:
        return []
    status = said.get("Status", "")
    has_arrived = status == "success"
    why = "" if has_arrived else status.partition(":")[2].strip() or status
    return [Receipt(said.get("MsgID", ""), has_arrived, why)]


def _check_signature(query: Mapping[str, str]) -> None:
    try:
        parts = sorted([settings.secret(TOKEN), query.get("timestamp", ""), query.get("nonce", "")])
    except Refused as error:
        raise NotOurs from error
    right = hashlib.sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()  # as its server signs
    if not hmac.compare_digest(right.encode(), query.get("signature", "").encode()):
        raise NotOurs


def _read(body: bytes) -> dict[str, str]:
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(body, parser)
        return {str(part.tag): (part.text or "").strip() for part in root}
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotOurs from error


def _short(name: str, words: str) -> str:
    most = SHORT.get(name.rstrip("0123456789"), 200)
    return words if len(words) <= most else f"{words[: most - 1]}…"
