"""Text messages by Tencent Cloud (腾讯云短信): `HUAIHAI_SMS_SENDER=huaihai.record.senders.tencent.send`.

Its HTTP API, signed by TC3-HMAC-SHA256 as its documentation says; decision 0034 says why without its library.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from huaihai.packs.words import of_country
from huaihai.record.senders import asking, settings, templates
from huaihai.record.senders.answers import Left, Receipt, Refused, moment, own_id, pushed
from huaihai.record.senders.settings import Way

KEY, SECRET = "HUAIHAI_SMS_KEY", "HUAIHAI_SMS_SECRET"  # SecretId and SecretKey
ENDPOINT: Final = "https://sms.tencentcloudapi.com"
VERSION, REGION = "2021-01-11", "ap-guangzhou"
JSON: Final = "application/json; charset=utf-8"
ANSWER: Final = {"result": 0, "errmsg": "OK"}  # to receipts that were taken
REASONS: Final = {
    "AuthFailure": "key",
    "UnauthorizedOperation": "key",
    "FailedOperation.InsufficientBalanceInSmsPackage": "money",
    "FailedOperation.SignatureIncorrectOrUnapproved": "signature",
    "InvalidParameterValue.SignNotMatch": "signature",
    "InvalidParameterValue.SdkAppIdNotExist": "settings",
    "UnauthorizedOperation.SmsSdkAppIdVerifyFail": "settings",
    "UnauthorizedOperation.ServiceSuspendDueToArrears": "money",
    "FailedOperation.TemplateIncorrectOrUnapproved": "template",
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": "template",
    "FailedOperation.TemplateUnapprovedOrNotExist": "template",
    "InvalidParameterValue.TemplateParameterFormatError": "template",
    "InvalidParameterValue.TemplateParameterLengthLimit": "template",
    "FailedOperation.ContainSensitiveWord": "content",
    "FailedOperation.PhoneNumberInBlacklist": "blocked",
    "InvalidParameterValue.IncorrectPhoneNumber": "number",
    "LimitExceeded.PhoneNumber": "often",
    "LimitExceeded": "busy",
    "RequestLimitExceeded": "busy",
    "InternalError": "busy",
}


def send(*, address: str, title: str, text: str, effect_key: str, **_more: Any) -> Left:
    """Hand one message over. Raises Refused, OSError."""
    way = settings.way("sms")
    fit = templates.fit(text, way, effect_key)
    asked = {
        "PhoneNumberSet": [_number(address)],
        "SmsSdkAppId": way.text("app_id"),
        "SignName": way.text("signature"),
        "TemplateId": fit.id,
        "TemplateParamSet": [fit.values[name] for name in fit.names],
        "SessionContext": own_id(effect_key),
    }
    answer = _ask(way, "SendSms", asked)
    try:
        (status,) = answer["SendStatusSet"]
        code, reference, fee = str(status["Code"]), str(status["SerialNo"]), int(status.get("Fee", 0))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused("other", "no-status") from None
    if code != "Ok":
        raise Refused(_reason(code), code)
    return Left(reference, fit.words, fee or fit.parts)


def find(*, address: str, text: str, effect_key: str, at: datetime) -> Left | None:
    """What was taken under this key within a day, asked before a message is handed over again. Raises Refused,
    OSError."""
    way = settings.way("sms")
    fit = templates.fit(text, way, effect_key)
    asked = {
        "BeginTime": int((at - timedelta(days=1)).timestamp()),
        "EndTime": int(at.timestamp()),
        "Offset": 0,
        "Limit": 100,
        "PhoneNumber": _number(address),
        "SmsSdkAppId": way.text("app_id"),
    }
    try:
        rows = _ask(way, "PullSmsSendStatusByPhoneNumber", asked)["PullSmsSendStatusSet"]
        ours = [one for one in rows if one.get("SessionContext") == own_id(effect_key)]
    except (Refused, KeyError, TypeError, AttributeError):
        return None  # it cannot be asked; then the message may come twice
    return Left(str(ours[0].get("SerialNo", "")), fit.words, fit.parts) if ours else None


def check() -> Iterator[str]:
    """What is missing before anything can leave."""
    return settings.faults("sms", ["signature", "app_id"], [KEY, SECRET], needs_templates=True)


def receipts(body: bytes, _query: Mapping[str, str]) -> list[Receipt]:
    """What it pushes. Raises NotOurs."""
    return pushed(body, _receipt)


def _receipt(row: dict[str, Any]) -> Receipt:
    has_arrived = row["report_status"] == "SUCCESS"
    why = "" if has_arrived else str(row.get("errmsg", ""))
    return Receipt(str(row["sid"]), has_arrived, why, moment(row.get("user_receive_time")))


def _number(address: str) -> str:
    return address if address.startswith("+") else f"+{of_country().telephone.code}{address}"


def _reason(code: str) -> str:
    """By the longest beginning that is known: PhoneNumberDailyLimit is one of PhoneNumber."""
    known = [one for one in REASONS if code.startswith(one)]
    return REASONS[max(known, key=len)] if known else "other"


def _ask(way: Way, action: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    url = way.text("endpoint", ENDPOINT)
    body = json.dumps(asked, ensure_ascii=False).encode()
    signed = headers(
        action,
        body,
        host=urlsplit(url).netloc,
        keys=(settings.secret(KEY), settings.secret(SECRET)),
        stamp=int(time.time()),
    )
    region = {"X-TC-Region": way.text("region", REGION)}
    answer = asking.ask(url, body, signed | region).get("Response")
    if not isinstance(answer, dict):
        raise Refused("other", "no-response")
    if error := answer.get("Error"):
        code = str(error.get("Code", "")) if isinstance(error, dict) else ""
        raise Refused(_reason(code), code)
    return answer


def headers(action: str, body: bytes, *, host: str, keys: tuple[str, str], stamp: int) -> dict[str, str]:
    """What is sent along, the signature last."""
    named = {"content-type": JSON, "host": host, "x-tc-action": action.lower()}
    return {
        "Content-Type": JSON,
        "Host": host,
        "X-TC-Action": action,
        "X-TC-Timestamp": str(stamp),
        "X-TC-Version": VERSION,
        "Authorization": authorization(named, body, keys, stamp),
    }


def authorization(named: Mapping[str, str], body: bytes, keys: tuple[str, str], stamp: int) -> str:
    """The signature over these headers and this body."""
    key, secret = keys
    day = f"{datetime.fromtimestamp(stamp, UTC):%Y-%m-%d}"
    names, scope = ";".join(sorted(named)), f"{day}/sms/tc3_request"
    lines = "".join(f"{name}:{named[name]}\n" for name in sorted(named))
    request = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    to_sign = f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signing = f"TC3{secret}".encode()
    for part in (day, "sms", "tc3_request", to_sign):
        signing = hmac.new(signing, part.encode(), hashlib.sha256).digest()
    return f"TC3-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={names}, Signature={signing.hex()}"
