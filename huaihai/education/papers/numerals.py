"""Chinese text as it is read aloud: numbers in words, no brackets, no addresses of the internet."""

import re

_DIGITS = "零一二三四五六七八九"
_ONE_BY_ONE = str.maketrans("0123456789", "零幺二三四五六七八九")
_YEAR = str.maketrans("0123456789", "〇一二三四五六七八九")
_UNITS = ["", "十", "百", "千"]
_GREAT = ["", "万", "亿"]

_ADDRESS = re.compile(r"(?:https?://|www\.)[\w.~:/?#@!$&'*+,;=%-]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_BRACKETS = re.compile(r"[（(\[【「『〔]([^）)\]】」』〕]*)[）)\]】」』〕]")
_MARKS = re.compile(r"[《》〈〉“”‘’\"*_#>]")
_DAY = re.compile(r"\b((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})\b")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_COUNTED = r"(?!\d)(?!\s*[元只个件批人天日家名次斤克台辆种款座万亿%])"  # what is counted is no code
_CODE = re.compile(
    rf"(?=[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]+|(?<![\d.])\d{{5,}}{_COUNTED}|\b0\d+", re.ASCII
)
_CALLS = re.compile(rf"(?<![\d.])(110|119|120|122)(?!\.){_COUNTED}")
_PHONE = re.compile(r"(?<![\d-])(0\d{2,3}|[48]00)-(\d{3,4})-?(\d{3,5})(?![\d-])")
_DASHED = re.compile(r"(?<=[A-Za-z])-(?=\d)")  # DS-15 is one code
_SPAN = re.compile(r"(?<=\d)\s*[-–—~～]\s*(?=[A-Za-z0-9])")
_DOTTED = re.compile(r"(?<!\d)(\d)·(\d\d?)(?!\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_NUMBER = re.compile(r"(\d+)(?:\.(\d+))?")
_MEASURES = "个|只|批|件|人|家|名|次|天|台|辆|斤|种|款|座|城"
_TWO = re.compile(rf"(?<![一二三四五六七八九十百千万亿零点第])二(?=\s*(?:{_MEASURES}))")
_PAUSES = re.compile(r"[，、；：]*([。！？])[，、；：。]*|([，、；：])[，、；：]+")


def aloud(text: str) -> str:
    """12315 → 幺二三幺五, 20 只 → 二十只, 2026 年 → 二〇二六年, A100-A199 → A 幺零零到 A 幺九九."""
    text = _MARKS.sub("", _ADDRESS.sub("", text))
    text = _BRACKETS.sub(lambda found: f"，{found[1]}，" if found[1].strip() else "", text)
    text = _DAY.sub(lambda d: f"{d[1].translate(_YEAR)}年{counted(int(d[2]))}月{counted(int(d[3]))}日", text)
    text = _YEARS.sub(lambda year: f"{year[1].translate(_YEAR)}年", text)
    text = _THOUSANDS.sub("", text)
    text = _DOTTED.sub(
        lambda day: day[0].replace("·", "").translate(str.maketrans("0123456789", _DIGITS)), text
    )
    text = _DASHED.sub("", _PHONE.sub(lambda phone: _spelt("".join(phone.groups())), text))
    text = _SPAN.sub("到", text)
    text = _CALLS.sub(lambda call: call[0].translate(_ONE_BY_ONE), text)
    text = _CODE.sub(lambda code: _spelt(code[0]), text)
    text = _PER_CENT.sub(lambda share: f"百分之{_said(share[1])}", text)
    text = _NUMBER.sub(lambda number: _said(number[0]), text)
    return _tidied(_TWO.sub("两", text))


def counted(number: int) -> str:
    """A count in words, below a trillion: 20 → 二十, 10500 → 一万零五百."""
    if number == 0:
        return "零"
    groups: list[int] = []
    while number:
        number, rest = divmod(number, 10_000)
        groups.append(rest)
    words = ""
    for place in reversed(range(len(groups))):
        group = groups[place]
        if group and words and group < 1000 and not words.endswith("零"):
            words += "零"
        words += _thousands(group) + (_GREAT[place] if group else "")
    return words.removeprefix("一") if words.startswith("一十") else words


def _thousands(group: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + _UNITS[place]
        gap = not digit
    return words


def _said(number: str) -> str:
    whole, _point, rest = number.partition(".")
    said = counted(int(whole)) if len(whole) <= 12 else whole.translate(_ONE_BY_ONE)
    return f"{said}点{''.join(_DIGITS[int(digit)] for digit in rest)}" if rest else said


def _spelt(code: str) -> str:
    """Letters and digits one by one, with a breath between them."""
    return " ".join(re.findall(r"[A-Za-z]+|\d+", code)).translate(_ONE_BY_ONE)


def _tidied(text: str) -> str:
    text = _PAUSES.sub(lambda pause: pause[1] or pause[2], text)
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text)
    return re.sub(r"\s+", " ", text).strip("，、；： \n")
