"""A double of 阿里云短信: huaihai record double aliyun"""

import hashlib
import hmac
import json
import re
import time
import uuid
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, quote
from zoneinfo import ZoneInfo

from huaihai import alliance
from huaihai.record.senders.doubles import serving
from huaihai.record.senders.doubles.serving import Asked, Double

ZONE = ZoneInfo(alliance.load().country.zone)
NAME = re.compile(r"\$\{(\w+)\}")
AUTHORIZATION = re.compile(
    r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})"
)
NEEDED = {
    "host",
    "x-acs-action",
    "x-acs-content-sha256",
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-acs-version",
}
LATE = 900  # seconds that a signature counts


class Aliyun(Double):
    """SendSms and QuerySendDetails."""

    def answer(self, asked: Asked) -> tuple[int, Any]:
        if wrong := self._not_signed(asked):
            return 400, _no(wrong)
        given = dict(parse_qsl(asked.query, keep_blank_values=True))
        action = asked.headers["x-acs-action"]
        if action == "QuerySendDetails":
            return 200, self._details(given)
        if action != "SendSms":
            return 404, _no("InvalidAction.NotFound")
        number = given.get("PhoneNumbers", "")
        code = self._refusal(given)
        answer = self._take(given) if code == "OK" else _no(code)
        if number.endswith(serving.SILENT):
            time.sleep(self.account.hangs)  # it was taken, and nobody learns of it
        return 200, answer

    def _not_signed(self, asked: Asked) -> str:  # noqa: PLR0911 # one answer for each thing that is wrong
        found = AUTHORIZATION.fullmatch(asked.headers.get("authorization", ""))
        if found is None:
            return "MissingAuthorization"
        key, names, signature = found.groups()
        if key != self.account.key:
            return "InvalidAccessKeyId.NotFound"
        if not set(names.split(";")) >= NEEDED or asked.headers["x-acs-version"] != "2017-05-25":
            return "SignatureDoesNotMatch"
        if asked.headers["x-acs-content-sha256"] != hashlib.sha256(asked.body).hexdigest():
            return "SignatureDoesNotMatch"
        pairs = sorted(parse_qsl(asked.query, keep_blank_values=True))
        query = "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs)
        lines = "".join(f"{name}:{asked.headers.get(name, '').strip()}\n" for name in names.split(";"))
        whole = f"POST\n{asked.path}\n{query}\n{lines}\n{names}\n{asked.headers['x-acs-content-sha256']}"
        text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(whole.encode()).hexdigest()}"
        right = hmac.new(self.account.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right, signature):
            return "SignatureDoesNotMatch"
        at = datetime.fromisoformat(asked.headers["x-acs-date"]).timestamp()
        if abs(time.time() - at) > LATE:
            return "InvalidTimeStamp.Expired"
        nonce = asked.headers["x-acs-signature-nonce"]
        if nonce in self.nonces:
            return "SignatureNonceUsed"
        self.nonces.add(nonce)
        return ""

    def _refusal(self, given: dict[str, str]) -> str:
        number, account = given.get("PhoneNumbers", ""), self.account
        text = account.templates.get(given.get("TemplateCode", ""), None if account.templates else "")
        values = json.loads(given.get("TemplateParam") or "{}")
        checks = (
            (account.money < 1, "isv.AMOUNT_NOT_ENOUGH"),
            (given.get("SignName") != account.signature, "isv.SMS_SIGNATURE_ILLEGAL"),
            (text is None, "isv.SMS_TEMPLATE_ILLEGAL"),
            (not set(NAME.findall(text or "")) <= set(values), "isv.TEMPLATE_MISSING_PARAMETERS"),
            (any(not 0 < len(value) <= 35 for value in values.values()), "isv.PARAM_LENGTH_LIMIT"),
            (not re.fullmatch(r"(86)?1\d{10}", number), "isv.MOBILE_NUMBER_ILLEGAL"),
            (number.endswith(serving.BLOCKED), "isv.MOBILE_IN_BLACK"),
            (number.endswith(serving.OFTEN), "isv.BUSINESS_LIMIT_CONTROL"),
        )
        return next((code for is_wrong, code in checks if is_wrong), "OK")

    def _take(self, given: dict[str, str]) -> dict[str, str]:
        number, reference = given["PhoneNumbers"], f"{uuid.uuid4().int % 10**20:020d}"
        now = f"{datetime.fromtimestamp(time.time(), ZONE):%Y-%m-%d %H:%M:%S}"
        self.account.money -= 1
        self.account.taken.append(given | {"BizId": reference, "SendDate": now})
        is_lost = number.endswith(serving.LOST)
        receipt = {
            "phone_number": number,
            "send_time": now,
            "report_time": now,
            "success": not is_lost,
            "err_code": "MOBILE_NOT_ON_SERVICE" if is_lost else "DELIVERED",
            "err_msg": "停机" if is_lost else "用户接收成功",
            "sms_size": "1",
            "biz_id": reference,
            "out_id": given.get("OutId", ""),
        }
        self.push([receipt], times=2 if number.endswith(serving.TWICE) else 1)
        return {"Code": "OK", "Message": "OK", "BizId": reference, "RequestId": str(uuid.uuid4())}

    def _details(self, given: dict[str, str]) -> dict[str, Any]:
        day = given.get("SendDate", "")
        rows = [
            {
                "OutId": one.get("OutId", ""),
                "BizId": one["BizId"],
                "SendStatus": 3,
                "SendDate": one["SendDate"],
            }
            for one in self.account.taken
            if one["PhoneNumbers"] == given.get("PhoneNumber")
            and one["SendDate"][:10].replace("-", "") == day
        ]
        return {
            "Code": "OK",
            "Message": "OK",
            "TotalCount": str(len(rows)),
            "SmsSendDetailDTOs": {"SmsSendDetailDTO": rows},
        }


def _no(code: str) -> dict[str, str]:
    return {"Code": code, "Message": code, "RequestId": str(uuid.uuid4())}
