"""A double of 企业微信: huaihai record double wework"""

import json
import secrets
from typing import Any
from urllib.parse import parse_qsl

from huaihai.record.senders.doubles.serving import Asked, Double


class Wework(Double):
    """gettoken and message/send. The corporation is the account's key; users named "no…" are unknown."""

    token = ""

    def answer(self, asked: Asked) -> tuple[int, Any]:
        query = dict(parse_qsl(asked.query))
        if asked.path == "/cgi-bin/gettoken":
            return 200, self._token(query)
        if asked.path != "/cgi-bin/message/send":
            return 404, {"errcode": 404, "errmsg": "not found"}
        if not self.token or query.get("access_token") != self.token:
            return 200, {"errcode": 40014, "errmsg": "invalid access_token"}
        return 200, self._send(json.loads(asked.body))

    def _token(self, query: dict[str, str]) -> dict[str, Any]:
        if query.get("corpid") != self.account.key:
            return {"errcode": 40013, "errmsg": "invalid corpid"}
        if query.get("corpsecret") != self.account.secret:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        self.token = secrets.token_urlsafe(32)
        return {"errcode": 0, "errmsg": "ok", "access_token": self.token, "expires_in": 7200}

    def _send(self, given: dict[str, Any]) -> dict[str, Any]:
        if given.get("agentid") != 1000002:
            return {"errcode": 40056, "errmsg": "invalid agentid"}
        if str(given.get("touser", "")).startswith("no"):
            return {"errcode": 81013, "errmsg": "user & party & tag all invalid"}
        if self.account.money < 1:
            return {"errcode": 45009, "errmsg": "api freq out of limit"}
        self.account.money -= 1
        if any(
            one["touser"] == given["touser"] and one["text"] == given["text"] for one in self.account.taken
        ):
            return {"errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": "again"}
        self.account.taken.append(given)
        return {"errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": f"{len(self.account.taken)}"}
