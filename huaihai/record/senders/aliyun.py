"""Text messages by Aliyun (阿里云短信): `HUAIHAI_SMS_SENDER=huaihai.record.senders.aliyun.send`.

Its HTTP API, signed by ACS3-HMAC-SHA256 as its documentation says; decision 0034 says why without its library.
"""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlsplit

from huaihai.kit import clock
from huaihai.record.senders import asking, settings, templates
from huaihai.record.senders.answers import Left, Receipt, Refused, moment, own_id, pushed
from huaihai.record.senders.settings import Way

KEY, SECRET = "HUAIHAI_SMS_KEY", "HUAIHAI_SMS_SECRET"
ENDPOINT: Final = "https://dysmsapi.aliyuncs.com"
VERSION: Final = "2017-05-25"
ANSWER: Final = {"code": 0, "msg": "成功"}  # to receipts that were taken
REASONS: Final = {
    "InvalidAccessKeyId.NotFound": "key",
    "InvalidAccessKeyId.Inactive": "key",
    "SignatureDoesNotMatch": "key",
    "SignatureNonceUsed": "busy",
    "isp.RAM_PERMISSION_DENY": "key",
    "isv.OUT_OF_SERVICE": "money",
    "isv.PRODUCT_UN_SUBSCRIPT": "money",
    "isv.PRODUCT_UNSUBSCRIBE": "money",
    "isv.ACCOUNT_ABNORMAL": "money",
    "isv.AMOUNT_NOT_ENOUGH": "money",
    "isv.SMS_SIGNATURE_ILLEGAL": "signature",
    "isv.SMS_SIGN_ILLEGAL": "signature",
    "isv.SMS_TEMPLATE_ILLEGAL": "template",
    "isv.SMS_SIGNATURE_SCENE_ILLEGAL": "template",
    "isv.TEMPLATE_MISSING_PARAMETERS": "template",
    "isv.TEMPLATE_PARAMS_ILLEGAL": "template",
    "isv.PARAM_LENGTH_LIMIT": "template",
    "isv.MOBILE_NUMBER_ILLEGAL": "number",
    "isv.BLACK_KEY_CONTROL_LIMIT": "content",
    "isv.SMS_CONTENT_ILLEGAL": "content",
    "isv.MOBILE_IN_BLACK": "blocked",
    "isv.BUSINESS_LIMIT_CONTROL": "often",
    "isv.DAY_LIMIT_CONTROL": "busy",
    "isv.MONTH_LIMIT_CONTROL": "busy",
    "isp.SYSTEM_ERROR": "busy",
    "Throttling.User": "busy",
    "Throttling": "busy",
    "ServiceUnavailable": "busy",
}


def send(*, address: str, title: str, text: str, effect_key: str, **_more: Any) -> Left:
    """Hand one message over. Raises Refused, OSError."""
    way = settings.way("sms")
    fit = templates.fit(text, way, effect_key)
    answer = _ask(
        way,
        "SendSms",
        {
            "PhoneNumbers": _number(address),
            "SignName": way.text("signature"),
            "TemplateCode": fit.id,
            "TemplateParam": json.dumps(fit.values, ensure_ascii=False),
            "OutId": own_id(effect_key),
        },
    )
    return Left(str(answer.get("BizId", "")), fit.words, fit.parts)


def find(*, address: str, text: str, effect_key: str, at: datetime) -> Left | None:
    """What was taken under this key today or yesterday, asked before a message is handed over again. Raises Refused,
    OSError."""
    way = settings.way("sms")
    fit = templates.fit(text, way, effect_key)
    for day in (clock.local_day(at), clock.local_day(at) - timedelta(days=1)):
        asked = {
            "PhoneNumber": _number(address),
            "SendDate": f"{day:%Y%m%d}",
            "PageSize": "50",
            "CurrentPage": "1",
        }
        try:
            rows = (_ask(way, "QuerySendDetails", asked).get("SmsSendDetailDTOs") or {})["SmsSendDetailDTO"]
            ours = [one for one in rows if one.get("OutId") == own_id(effect_key)]
        except (Refused, AttributeError, KeyError, TypeError):
            continue  # it cannot be asked; then the message may come twice
        if ours:
            return Left(str(ours[0].get("BizId", "")), fit.words, fit.parts)
    return None


def check() -> Iterator[str]:
    """What is missing before anything can leave."""
    return settings.faults("sms", ["signature"], [KEY, SECRET], needs_templates=True)


def receipts(body: bytes, _query: Mapping[str, str]) -> list[Receipt]:
    """What it pushes (SmsReport). Raises NotOurs."""
    return pushed(body, _receipt)


def _receipt(row: dict[str, Any]) -> Receipt:
    has_arrived = row["success"] in (True, "true")
    why = "" if has_arrived else str(row.get("err_code", ""))
    size = str(row.get("sms_size", ""))
    return Receipt(
        str(row["biz_id"]),
        has_arrived,
        why,
        moment(row.get("report_time")),
        int(size) if size.isdecimal() else 0,
    )


def _number(address: str) -> str:
    return address.removeprefix("+")


def _ask(way: Way, action: str, asked: Mapping[str, str]) -> dict[str, Any]:
    url = way.text("endpoint", ENDPOINT)
    query = canonical(asked)
    signed = headers(
        action,
        query,
        host=urlsplit(url).netloc,
        keys=(settings.secret(KEY), settings.secret(SECRET)),
        date=f"{datetime.fromtimestamp(time.time(), UTC):%Y-%m-%dT%H:%M:%SZ}",
        nonce=secrets.token_hex(16),
    )
    answer = asking.ask(f"{url}/?{query}", b"", signed)
    code = str(answer.get("Code", "no-code"))
    if code != "OK":
        raise Refused(REASONS.get(code, "other"), code)
    return answer


def canonical(asked: Mapping[str, str]) -> str:
    """The query in the order and spelling that is signed."""
    return "&".join(f"{quote(key, safe='~')}={quote(asked[key], safe='~')}" for key in sorted(asked))


def headers(
    action: str, query: str, *, host: str, keys: tuple[str, str], date: str, nonce: str
) -> dict[str, str]:
    """What is sent along with an empty body, the signature last."""
    named = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": date,
        "x-acs-signature-nonce": nonce,
        "x-acs-version": VERSION,
    }
    return named | {"Authorization": authorization(named, query, keys)}


def authorization(named: Mapping[str, str], query: str, keys: tuple[str, str]) -> str:
    """The signature over these headers (in small letters) and this query."""
    key, secret = keys
    names = ";".join(sorted(named))
    lines = "".join(f"{name}:{named[name].strip()}\n" for name in sorted(named))
    request = f"POST\n/\n{query}\n{lines}\n{names}\n{named['x-acs-content-sha256']}"
    to_sign = f"ACS3-HMAC-SHA256\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"ACS3-HMAC-SHA256 Credential={key},SignedHeaders={names},Signature={signature}"
