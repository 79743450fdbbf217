"""A double of 微信公众号: huaihai record double wechat"""

import hashlib
import json
import secrets
import time
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from huaihai.record.senders.doubles.serving import Asked, Double

TOKEN = "double-token"  # noqa: S105 # everybody may know it


class Wechat(Double):
    """stable_token, message/template/send, and both steps of a sign-in by `reader`. The app is its key; openids
    that begin with "gone" follow no more, those with "block" take nothing."""

    token = ""
    reader = "o-double-reader"
    code = ""

    def answer(self, asked: Asked) -> tuple[int, Any]:
        query = dict(parse_qsl(asked.query))
        if asked.path == "/connect/oauth2/authorize":
            return self._lead_back(query)
        if asked.path == "/sns/oauth2/access_token":
            return 200, self._who(query)
        if asked.path == "/cgi-bin/stable_token":
            return 200, self._token(json.loads(asked.body))
        if asked.path != "/cgi-bin/message/template/send":
            return 404, {"errcode": 404, "errmsg": "not found"}
        if not self.token or query.get("access_token") != self.token:
            return 200, {"errcode": 42001, "errmsg": "access_token expired"}
        return 200, self._send(json.loads(asked.body))

    def _lead_back(self, given: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if given.get("appid") != self.account.key or given.get("scope") != "snsapi_base":
            return 200, {"errcode": 40013, "errmsg": "invalid appid"}
        self.code = secrets.token_urlsafe(24)
        back = urlencode({"code": self.code, "state": given.get("state", "")})
        return HTTPStatus.FOUND, {"location": f"{given['redirect_uri']}?{back}"}

    def _who(self, given: dict[str, str]) -> dict[str, Any]:
        if (given.get("appid"), given.get("secret")) != (self.account.key, self.account.secret):
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        if not self.code or given.get("code") != self.code:
            return {"errcode": 40163, "errmsg": "code been used"}
        self.code = ""
        return {"access_token": secrets.token_urlsafe(24), "openid": self.reader, "scope": "snsapi_base"}

    def _token(self, given: dict[str, str]) -> dict[str, Any]:
        if given.get("appid") != self.account.key:
            return {"errcode": 40013, "errmsg": "invalid appid"}
        if given.get("secret") != self.account.secret:
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        self.token = secrets.token_urlsafe(32)
        return {"access_token": self.token, "expires_in": 7200}

    def _send(self, given: dict[str, Any]) -> dict[str, Any]:
        if self.account.templates and given.get("template_id") not in self.account.templates:
            return {"errcode": 40037, "errmsg": "invalid template_id"}
        if str(given.get("touser", "")).startswith("gone"):
            return {"errcode": 43004, "errmsg": "require subscribe"}
        if any(len(one["value"]) > 20 for name, one in given["data"].items() if name.startswith("thing")):
            return {"errcode": 47003, "errmsg": "argument invalid"}
        same = [one for one in self.account.taken if one["client_msg_id"] == given["client_msg_id"]]
        if same:
            return {"errcode": 0, "errmsg": "ok", "msgid": same[0]["msgid"]}
        number = int(time.time() * 1000) + len(self.account.taken)
        self.account.taken.append(given | {"msgid": number})
        self._finish(given["touser"], number)
        return {"errcode": 0, "errmsg": "ok", "msgid": number}

    def _finish(self, user: str, number: int) -> None:
        status = "failed:user block" if user.startswith("block") else "success"
        self.push(event(user, number, status), query=signed())


def event(user: str, number: int, status: str) -> bytes:
    """What is pushed when a message has been handed over."""
    return (
        f"<xml><ToUserName><![CDATA[gh_double]]></ToUserName><FromUserName><![CDATA[{user}]]></FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime><MsgType><![CDATA[event]]></MsgType>"
        f"<Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event><MsgID>{number}</MsgID>"
        f"<Status><![CDATA[{status}]]></Status></xml>"
    ).encode()


def signed(token: str = TOKEN) -> str:
    """The query of a push."""
    stamp, nonce = f"{int(time.time())}", secrets.token_hex(4)
    signature = hashlib.sha1(
        "".join(sorted([token, stamp, nonce])).encode(), usedforsecurity=False
    ).hexdigest()
    return urlencode({"signature": signature, "timestamp": stamp, "nonce": nonce})
