"""A double of 腾讯云短信: huaihai record double tencent"""

import hashlib
import hmac
import json
import re
import time
import uuid
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from huaihai import alliance
from huaihai.packs.words import of_country
from huaihai.record.senders.doubles import serving
from huaihai.record.senders.doubles.serving import Asked, Double

ZONE = ZoneInfo(alliance.load().country.zone)
CODE = of_country().telephone.code
AUTHORIZATION = re.compile(
    r"TC3-HMAC-SHA256 Credential=([^/]+)/(\d{4}-\d\d-\d\d)/sms/tc3_request, "
    r"SignedHeaders=([^,]+), Signature=([0-9a-f]{64})"
)
HOLES = re.compile(r"\{\d+\}")
LATE = 300  # seconds that a signature counts
APP_ID = "1400000001"


class Tencent(Double):
    """SendSms and PullSmsSendStatusByPhoneNumber."""

    def answer(self, asked: Asked) -> tuple[int, Any]:
        if wrong := self._not_signed(asked):
            return 200, _error(wrong)
        given, action = json.loads(asked.body), asked.headers.get("x-tc-action", "")
        if given.get("SmsSdkAppId") != APP_ID:
            return 200, _error("InvalidParameterValue.SdkAppIdNotExist")
        if action == "PullSmsSendStatusByPhoneNumber":
            rows = [
                {
                    "SerialNo": one["SerialNo"],
                    "SessionContext": one["SessionContext"],
                    "ReportStatus": "SUCCESS",
                }
                for one in self.account.taken
                if one["PhoneNumber"] == given["PhoneNumber"]
                and given["BeginTime"] <= one["at"] <= given["EndTime"]
            ]
            return 200, _response({"PullSmsSendStatusSet": rows})
        if action != "SendSms":
            return 200, _error("InvalidAction")
        rows = [self._one(number, given) for number in given["PhoneNumberSet"]]
        if any(number.endswith(serving.SILENT) for number in given["PhoneNumberSet"]):
            time.sleep(self.account.hangs)  # it was taken, and nobody learns of it
        return 200, _response({"SendStatusSet": rows})

    def _not_signed(self, asked: Asked) -> str:
        found = AUTHORIZATION.fullmatch(asked.headers.get("authorization", ""))
        if found is None or asked.headers.get("x-tc-version") != "2021-01-11":
            return "AuthFailure.SignatureFailure"
        key, day, names, signature = found.groups()
        if key != self.account.key:
            return "AuthFailure.SecretIdNotFound"
        stamp = int(asked.headers["x-tc-timestamp"])
        if abs(time.time() - stamp) > LATE or f"{datetime.fromtimestamp(stamp, UTC):%Y-%m-%d}" != day:
            return "AuthFailure.SignatureExpire"
        values = {name: asked.headers.get(name, "").strip() for name in names.split(";")}
        values = {name: value.lower() if name == "x-tc-action" else value for name, value in values.items()}
        lines = "".join(f"{name}:{value}\n" for name, value in values.items())
        whole = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(asked.body).hexdigest()}"
        digest = hashlib.sha256(whole.encode()).hexdigest()
        text = f"TC3-HMAC-SHA256\n{stamp}\n{day}/sms/tc3_request\n{digest}"
        of_day = _mac(f"TC3{self.account.secret}".encode(), day)
        right = _mac(_mac(_mac(of_day, "sms"), "tc3_request"), text).hex()
        return "" if hmac.compare_digest(right, signature) else "AuthFailure.SignatureFailure"

    def _one(self, number: str, given: dict[str, Any]) -> dict[str, Any]:
        account = self.account
        text = account.templates.get(given.get("TemplateId", ""), None if account.templates else "")
        values = given.get("TemplateParamSet", [])
        holes = len(HOLES.findall(text or "")) if text else len(values)
        checks = (
            (account.money < 1, "FailedOperation.InsufficientBalanceInSmsPackage"),
            (given.get("SignName") != account.signature, "FailedOperation.SignatureIncorrectOrUnapproved"),
            (text is None, "FailedOperation.TemplateIncorrectOrUnapproved"),
            (holes != len(values), "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"),
            (not re.fullmatch(rf"\+{CODE}1\d{{10}}", number), "InvalidParameterValue.IncorrectPhoneNumber"),
            (number.endswith(serving.BLOCKED), "FailedOperation.PhoneNumberInBlacklist"),
            (number.endswith(serving.OFTEN), "LimitExceeded.PhoneNumberDailyLimit"),
        )
        code = next((code for is_wrong, code in checks if is_wrong), "Ok")
        serial = f"2640:{uuid.uuid4().hex[:24]}" if code == "Ok" else ""
        session = given.get("SessionContext", "")
        if code == "Ok":
            self._take(number, given | {"SerialNo": serial, "SessionContext": session})
        fee = int(code == "Ok")
        return {
            "SerialNo": serial,
            "PhoneNumber": number,
            "Fee": fee,
            "SessionContext": session,
            "Code": code,
        }

    def _take(self, number: str, given: dict[str, Any]) -> None:
        self.account.money -= 1
        self.account.taken.append(given | {"PhoneNumber": number, "at": int(time.time())})
        is_lost = number.endswith(serving.LOST)
        receipt = {
            "user_receive_time": f"{datetime.fromtimestamp(time.time(), ZONE):%Y-%m-%d %H:%M:%S}",
            "nationcode": CODE,
            "mobile": number.removeprefix(f"+{CODE}"),
            "report_status": "FAIL" if is_lost else "SUCCESS",
            "errmsg": "MK:0001" if is_lost else "DELIVRD",
            "description": "空号" if is_lost else "用户短信送达成功",
            "sid": given["SerialNo"],
        }
        self.push([receipt], times=2 if number.endswith(serving.TWICE) else 1)


def _mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _response(held: dict[str, Any]) -> dict[str, Any]:
    return {"Response": held | {"RequestId": str(uuid.uuid4())}}


def _error(code: str) -> dict[str, Any]:
    return _response({"Error": {"Code": code, "Message": code}})
