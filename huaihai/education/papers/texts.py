"""Two texts without a picture: one that fits an SMS, one that is read aloud over a village's loudspeakers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.education.papers.facts import Paper

_DIGITS = "零一二三四五六七八九"
_ONE_BY_ONE = str.maketrans("0123456789", "零幺二三四五六七八九")
_YEAR = str.maketrans("0123456789", "〇一二三四五六七八九")
_UNITS = ["", "十", "百", "千"]
_GREAT = ["", "万", "亿"]

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[\w.~:/?#@!$&'*+,;=%-]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII
)
_BRACKETS = re.compile(r"[（(\[【「『〔]([^（(\[【「『〔）)\]】」』〕]*)[）)\]】」』〕]")
_MARKS = re.compile(r"[《》〈〉“”‘’\"*_#>]")
_DAY = re.compile(r"\b((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})\b")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_COUNTED = r"(?!\d)(?!\s*[元只个件批人天日家名次斤克台辆种款座万亿%])"  # what is counted is no code
_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]+"
    rf"|(?<![\d.])\d{{5,}}{_COUNTED}|\b0\d+",
    re.ASCII,
)
_CALLS = re.compile(rf"(?<![\d.])(110|119|120|122)(?!\.){_COUNTED}")
_PHONE = re.compile(r"(?<![\d-])(0\d{2,3}|[48]00)-(\d{3,4})-?(\d{3,5})(?![\d-])")
_DASHED = re.compile(r"(?<=[A-Za-z])-(?=\d)")  # DS-15 is one code
_SPAN = re.compile(r"(?<=\d)\s*[-–—~～]\s*(?=[A-Za-z0-9])")
_DOTTED = re.compile(r"(?<!\d)(\d)·(\d\d?)(?!\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PER_CENT = re.compile(r"(?<!\d)(\d++(?:\.\d++)?)\s*[%％]")
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
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|(?<!\s)\s++(?=[^\x00-\x7f])", "", text)
    return re.sub(r"\s+", " ", text).strip("，、；： \n")


ONE_MESSAGE, TWO_MESSAGES = (
    70,
    134,
)  # characters outside the basic Latin set; parts of a long one carry 67 each
LONGEST_PART = 3  # lines of a part that are read out
LONGEST_BODY = 500  # characters of a text without parts that are read out, about two minutes
MOST_NAMED = 5  # products that are named
SHORT_BATCHES = 30  # characters of batches that are read out
ENDS = "。！？；，、.!?;, "


@dataclass(frozen=True)
class Sms:
    """`length` counts as phones do: a rare character, outside Unicode's first plane, is two."""

    text: str

    @property
    def length(self) -> int:
        return counted_units(self.text)

    @property
    def messages(self) -> int:
        return 1 if self.length <= ONE_MESSAGE else 2


def counted_units(text: str) -> int:
    """Characters as a phone counts them."""
    return len(text.encode("utf-16-le")) // 2


def sms(paper: Paper, *, scheme: str) -> Sms:
    """One message with title, first step and address; two where the title alone fills the first."""
    with in_its_language(paper):
        head = f"【{paper.platform}】"
        flag = pgettext("sms", "Withdrawn, please do not pass on: ") if paper.withdrawn else f"{paper.kind}："
    tail = f" {scheme}://{paper.short}"
    steps = [] if paper.withdrawn else [step.rstrip(ENDS) for step in paper.lines_of("to_do")]
    title = paper.title.rstrip(ENDS)
    for limit in (ONE_MESSAGE, TWO_MESSAGES):
        room = limit - counted_units(head + flag + tail)
        told = _filled([title, *steps], room)
        if told and (len(told) > 1 or not steps):
            return Sms(f"{head}{flag}{'。'.join(told)}。{tail}")
    return Sms(f"{head}{flag}{_shortened(title, room - 1)}。{tail}")


def loudspeaker(paper: Paper) -> str:
    """Who speaks, what it is, what to do, where to call; all of it twice, as it is read aloud."""
    with in_its_language(paper):
        by = "、".join(paper.signers)
        opening = _("Attention please. This is a message of %(platform)s, published by %(by)s.")
        told = [opening % {"platform": paper.platform, "by": by}, *_told(paper), *_call(paper)]
        once = "\n".join(aloud(line) for line in told)
        return "\n\n".join([once, _("Once more."), once, _("That was all. Thank you for listening.")])


def _told(paper: Paper) -> list[str]:
    if paper.withdrawn:
        taken_back = _(
            "What we said earlier under the title “%(title)s” is withdrawn. Please do not pass it on."
        )
        return [
            taken_back % {"title": paper.title},
            *([paper.withdrawn.reason] if paper.withdrawn.reason else []),
        ]
    steps = [_ended(step) for step in paper.lines_of("to_do")]
    said = [*paper.lines_of("what")[:LONGEST_PART], *paper.lines_of("harms")[:LONGEST_PART]]
    if not said and not steps:  # a story or a lesson: what it is about, and all of it if it is short
        body = paper.lines_of("body")
        is_short = sum(len(line) for line in body) <= LONGEST_BODY
        said = [paper.lead, *(body if is_short or not paper.lead else [])]
    return [
        _ended(f"{paper.kind}：{paper.title}"),
        *(_ended(words) for words in said if words),
        *_goods(paper),
        *(
            [_("This is what to do:") + "".join(_numbered(steps) if len(steps) > 1 else steps)]
            if steps
            else []
        ),
        *(_ended(words) for words in paper.lines_of("to_turn")),
    ]


def _goods(paper: Paper) -> list[str]:
    """The products by name, and their batches where they are few enough to be kept in mind."""
    if not paper.products:
        return []
    named = [product.name for product in paper.products[:MOST_NAMED]]
    told = [_("These products are meant: %(names)s.") % {"names": "、".join(named)}]
    if len(paper.products) == 1:
        batches = next(
            (f.words for f in paper.products[0].facts if f.label == pgettext("paper", "Batch")), ""
        )
        if len(batches) <= SHORT_BATCHES:
            return [*told, _("Batch: %(batches)s.") % {"batches": batches}]
    return [*told, _("The batches stand on the platform's page.")]


def _call(paper: Paper) -> list[str]:
    return [_("If you have a question, call %(phone)s.") % {"phone": paper.phone}] if paper.phone else []


def _numbered(steps: Sequence[str]) -> list[str]:
    return [f"第{counted(number)}，{step}" for number, step in zip(count(1), steps, strict=False)]


def _ended(words: str) -> str:
    return f"{words.rstrip(ENDS)}。" if words.rstrip(ENDS) == words or words[-1] in "，、；, ;" else words


def _filled(sentences: Sequence[str], room: int) -> list[str]:
    """As many whole sentences as fit, from the first on."""
    told: list[str] = []
    for sentence in sentences:
        if counted_units("。".join([*told, sentence])) + 1 > room:
            break
        told.append(sentence)
    return told


def _shortened(words: str, room: int) -> str:
    while counted_units(words) > max(room - 1, 0):
        words = words[:-1]
    return f"{words}…"


def in_its_language(paper: Paper) -> translation.override:
    """What stands around the words is said in the language of the text, whoever fetches it."""
    known = {code for code, _name in settings.LANGUAGES}
    language = paper.language.lower()
    return translation.override(language if language in known else settings.LANGUAGE_CODE)
