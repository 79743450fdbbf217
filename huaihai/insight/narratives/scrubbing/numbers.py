"""Numbers: identity cards, telephones, bank cards, plates, codes of businesses, orders, any long number. And days.

What the house masks in titles (`kit.text.masking`) is found by its rules; these find the same however it is spread,
spoken or mistyped. A number of nine digits and more identifies something whatever it is.
"""

from collections.abc import Iterator
from typing import Final

from huaihai.insight.narratives.scrubbing.patterns import SPOKEN, Find, Kind, digits_of, is_day, rule
from huaihai.kit import phones
from huaihai.kit.text import masking
from huaihai.packs.words import of_country

_OF_HOUSE: Final = {
    "identity_number": Kind.IDENTITY,
    "bank_card": Kind.CARD,
    "mobile": Kind.PHONE,
    "landline": Kind.PHONE,
    "plate": Kind.PLATE,
    "email": Kind.EMAIL,
    "wechat": Kind.ACCOUNT,
    "qq": Kind.ACCOUNT,
    "door": Kind.ADDRESS,
}
_ANY = rf"[0-9oO{SPOKEN}]"
_GAP = r"[\s\-.·_,，、。;:/~—–|*()+]{0,3}"
_TIGHT = r"[\s\-.·_—–/]{0,2}"
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"
_PAPER = (
    "订单|运单|快递单|快递|物流单|物流|单|编|流水|交易流水|交易|合同|协议|发票|收据|小票|会员卡?|工单|受理|投诉|保单|保修|机身|序列|"
    "设备|商户|案件?|卡|账|帐|学员?|病历|门诊|就诊|住院|取件|提货|券|房卡|票|车票|机票|凭证|支付|付款|登记|备案|许可证?|执照|注册|车架|发动机"
)


def _is_mobile(found: str) -> bool:
    letters = sum(char in "oO" for char in found)
    return phones.is_mobile(digits_of(found)) and letters <= 5


def _is_identity(found: str) -> bool:
    digits = digits_of(found)
    return len(digits) == 18 and digits[0] in "12345678" and "X" not in digits[:17] and is_day(digits[6:14])


def _is_old_identity(found: str) -> bool:
    digits = digits_of(found)
    return len(digits) == 15 and digits[0] in "12345678" and is_day("19" + digits[6:12])


def _is_card(found: str) -> bool:
    """Sixteen to nineteen digits that begin as cards do; a wrong check digit hides nothing from a thief."""
    digits = digits_of(found)
    return 15 < len(digits) < 20 and digits[0] in "345689"


def _has_digits(found: str) -> bool:
    return sum(char.isdigit() for char in found) >= 4


def _looks_written(found: str) -> bool:
    return any(char.isdigit() for char in found) and any(char.isalpha() for char in found)


_RULES = (
    rule(Kind.IDENTITY, rf"(?<![0-9])[0-9](?:{_TIGHT}[0-9]){{16}}{_TIGHT}[0-9x](?![0-9])", _is_identity),
    rule(
        Kind.IDENTITY,
        rf"(?<!{_ANY})[0-9{SPOKEN}](?:{_GAP}{_ANY}){{16}}{_GAP}(?:{_ANY}|x)(?!{_ANY})",
        _is_identity,
    ),
    rule(Kind.IDENTITY, rf"(?<![0-9])[0-9](?:{_TIGHT}[0-9]){{14}}(?![0-9])", _is_old_identity),
    rule(Kind.IDENTITY, r"(?<![0-9])[1-8][0-9]{2,9}[*×x●xX]{4,14}[0-9]{0,4}[0-9x]?(?![0-9])"),
    rule(Kind.CARD, rf"(?<![0-9])[0-9](?:{_TIGHT}[0-9]){{15,18}}(?![0-9])", _is_card),
    rule(Kind.CARD, rf"(?<!{_ANY})[{SPOKEN}](?:{_TIGHT}{_ANY}){{15,18}}(?!{_ANY})", _is_card),
    rule(Kind.CARD, r"尾号(?:是|为|:)?\s?([0-9]{4})(?![0-9])", group=1),
    rule(Kind.PHONE, rf"(?<![0-9])(?:\+?0?0?86{_GAP})?1(?:{_GAP}[0-9oO]){{10}}(?![0-9])", _is_mobile),
    rule(
        Kind.PHONE,
        rf"(?<!{_ANY})[1一幺壹](?:{_GAP}{_ANY}){{10}}(?:(?!{_ANY})|(?=一[天直次个共起月年]))",
        _is_mobile,
    ),
    rule(Kind.PHONE, rf"(?<![0-9])(?:{of_country().telephone.hidden})(?![0-9])"),
    rule(Kind.PHONE, rf"(?<![0-9])\(?0[0-9]{{2,3}}\)?{_TIGHT}[2-8](?:{_TIGHT}[0-9]){{6,7}}(?![0-9])"),
    rule(
        Kind.PHONE,
        rf"(?<!{_ANY})[零〇][{SPOKEN}]{{2,3}}{_TIGHT}[{SPOKEN}](?:{_TIGHT}[{SPOKEN}]){{6,7}}(?!{_ANY})",
    ),
    rule(Kind.PHONE, rf"(?<![0-9])[48]00{_TIGHT}[0-9](?:{_TIGHT}[0-9]){{6}}(?![0-9])"),
    rule(
        Kind.PHONE,
        r"(?:电话|座机|致电|拨打|热线|固话|号码|tel|打)[^0-9\n]{0,6}([2-8][0-9]{2,3}[\s\-]?[0-9]{4})(?![0-9年月元])",
        group=1,
    ),
    rule(
        Kind.PLATE,
        rf"[{_PROVINCE}][\s·•.\-—–_]?[A-HJ-NP-Z][\s·•.\-—–_]?(?:[A-HJ-NP-Z0-9][\s·•.\-—–_]?){{4,5}}[A-HJ-NP-Z0-9挂学警港澳]"
        r"(?![A-Z0-9])",
        lambda found: any(char.isdigit() for char in found),
    ),
    rule(
        Kind.PLATE,
        r"(?:车牌|牌照|车号)(?:号码?)?[\s:是为]{0,3}([A-Z][\s·•.\-—–_]?[A-Z0-9]{5,6})(?![A-Z0-9])",
        group=1,
    ),
    rule(
        Kind.LICENCE,
        rf"(?<![0-9A-Z])(?:{of_country().business_number.written})(?![0-9A-Z])",
        _looks_written,
    ),
    rule(Kind.LICENCE, r"(?<![0-9A-Z])(?:JY|SC|XK|QS)[\s\-]?[0-9](?:[\s\-]?[0-9]){10,15}(?![0-9])"),
    rule(
        Kind.NUMBER,
        rf"(?:{_PAPER})(?:号码|编号|代码|号|码|id)[\s:是为#]{{0,4}}((?:No[.\s]{{0,2}})?[A-Z0-9](?:[\s\-_/]?[A-Z0-9]){{3,39}})",
        _has_digits,
        group=1,
    ),
    rule(
        Kind.NUMBER,
        r"(?:订单|运单|快递|包裹|单子|保单|案子|工单)[\s:是为#(]{0,3}([A-Z0-9](?:[\-_]?[A-Z0-9]){5,39})",
        _has_digits,
        group=1,
    ),
    rule(Kind.NUMBER, r"(?<![0-9A-Z])[A-Z]{1,6}[\s\-]?[0-9]{8,}[0-9A-Z]*(?:-[0-9A-Z]{1,6})*", _has_digits),
    rule(
        Kind.NUMBER,
        r"(?<![0-9.])(?!(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9]))[0-9]{8,}(?:-[0-9A-Z]{1,6})*(?![0-9]*(?:元|万元|块))",
    ),
    rule(Kind.NUMBER, r"(?<![0-9A-Z\-])[0-9]{4}-20[0-9]{2}-[0-9]{6}-[0-9](?![0-9])"),
    rule(Kind.NUMBER, r"(?<![0-9A-Z])No[.:\s]{0,2}[0-9A-Z\-]{5,}", _has_digits),
    rule(Kind.LINK, r"(?:https?://|www\.)[^\s\u3400-\u9fff，。；！？、）)】\]\ufffc]+"),
)


def find_numbers(text: str) -> Iterator[Find]:
    """Numbers in a view."""
    for find in masking.mask(text).finds:
        yield Find(_OF_HOUSE[find.kind], find.start, find.end)
    for one in _RULES:
        yield from one.finds(text)


_CN = "[〇零一二三四五六七八九十廿]"
_YEAR = rf"(?:(?:19|20)?[0-9]{{2}}|{_CN}{{4}})"
_MONTH = rf"(?:1[0-2]|0?[1-9]|{_CN}{{1,2}})"
_DAY = rf"(?:[12][0-9]|3[01]|0?[1-9]|{_CN}{{1,3}})"
_DATE = rf"{_YEAR}(?:\s?年\s?|[./\-]){_MONTH}(?:(?:\s?月\s?|[./\-]){_DAY}[日号]?)?月?"

_DAY_RULES = (
    rule(
        Kind.BIRTH,
        rf"(?:出生(?:日期|年月日?|于|时间)?|生日|生于|生辰)(?:是|为|在|:|\s){{0,3}}({_DATE}|(?:19|20)[0-9]{{6}}|{_MONTH}月{_DAY}[日号]?|(?:19|20)[0-9]{{2}}年)",
        group=1,
    ),
    rule(
        Kind.BIRTH,
        rf"({_DATE}|(?:19|20)[0-9]{{6}}|(?:19|20)?[0-9]{{2}}年)(?:出生|生人|生(?=[的,，。;；、)]))",
        group=1,
    ),
    rule(Kind.DAY, rf"(?<![0-9]){_YEAR}\s?年\s?{_MONTH}\s?月\s?({_DAY}\s?[日号]?)(?![0-9])", group=1),
    rule(
        Kind.DAY,
        r"(?<![0-9.\-/])(?:19|20)[0-9]{2}([./\-])(?:1[0-2]|0?[1-9])\1((?:[12][0-9]|3[01]|0?[1-9])[日号]?)(?![0-9.\-/])",
        group=2,
    ),
    rule(Kind.DAY, r"(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9])", group=1),
    rule(Kind.DAY, rf"(?<![0-9]){_MONTH}\s?月份?\s?({_DAY}\s?[日号])", group=1),
    rule(
        Kind.DAY, r"(?<![0-9])(?:1[0-2]|0?[1-9])月([12][0-9]|3[01]|0?[1-9])(?![0-9日号个天份元年])", group=1
    ),
    rule(Kind.DAY, rf"(?<![0-9]){_MONTH}\s?月\s?{_DAY}[日号]?\s?[至到~—\-、和]\s?({_DAY}[日号])", group=1),
)


def find_days(text: str) -> Iterator[Find]:
    """Days in a view."""
    for one in _DAY_RULES:
        yield from one.finds(text)
