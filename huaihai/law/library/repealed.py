"""Sources that are repealed and that people still cite: a short list, from the closing articles of those that repealed
them. Each with what holds instead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from huaihai.law.library.numerals import CHARACTERS


@dataclass(frozen=True)
class Repealed:
    """`until` is the last day; `by` the key of the source that holds now, `stated_in` the article that repealed it."""

    name: str
    until: date
    by: str
    stated_in: str


_CODE: Final = (
    "合同法",
    "民法通则",
    "民法总则",
    "侵权责任法",
    "物权法",
    "担保法",
    "婚姻法",
    "继承法",
    "收养法",
)
REPEALED: Final = (
    *(Repealed(name, date(2020, 12, 31), "civil-code", "民法典第一千二百六十条") for name in _CODE),
    Repealed(
        "欺诈消费者行为处罚办法",
        date(2015, 3, 14),
        "penalties-measures",
        "侵害消费者权益行为处罚办法第二十二条",
    ),
    Repealed(
        "工商行政管理部门处理消费者投诉办法",
        date(2019, 12, 31),
        "order-121",
        "市场监督管理投诉举报处理暂行办法第四十条",
    ),
    Repealed(
        "禁止价格欺诈行为的规定",
        date(2022, 6, 30),
        "price-marking-rules",
        "明码标价和禁止价格欺诈规定第二十七条",
    ),
)
# Names that stand in longer ones: 劳动合同法 holds, and 合同法律关系 names no law.
_OTHERS: Final = r"(?<!劳动)(?<!经济)(?<!技术)"
_ARTICLE: Final = rf"第?\s*[0-9{CHARACTERS}]{{1,9}}\s*[条條](?:\s*之\s*[{CHARACTERS}]{{1,3}})?"
_LATER: Final = r"(?!\s*》?\s*(?:实施条例|实施细则|实施办法|司法解释))"


@dataclass(frozen=True)
class Named:
    """Where a repealed source is named, with the article that is cited."""

    start: int
    end: int
    of: Repealed


def named(text: str) -> Iterator[Named]:
    """In the order of the text: in 《》, or with an article."""
    by_name = {one.name: one for one in REPEALED}
    for match in _pattern().finditer(text):
        yield Named(match.start(), match.end(), by_name[match["titled"] or match["said"]])


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(one.name) for one in REPEALED)
    return re.compile(
        rf"《(?:中华人民共和国)?(?P<titled>{names})》{_LATER}(?:\s*{_ARTICLE})?"
        rf"|{_OTHERS}(?P<said>{names})\s*{_ARTICLE}"
    )
