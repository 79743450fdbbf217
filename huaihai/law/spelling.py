"""Names of places in Latin letters: 北京 as beijing.

One reading a character, from the table of the search by sound; what is read in its own way in names stands here.
"""

import re
from functools import cache
from importlib import resources
from typing import Final

# 长 is cháng and 都 dū in names of places; a whole name stands here where its character is read otherwise elsewhere.
# The names of the country's places.csv were compared with what pypinyin says, and looked up where the two differ.
IN_NAMES: Final = {
    "万柏林": "wanbolin",
    "东阿": "donge",
    "乐亭": "laoting",
    "乐清": "yueqing",
    "六合": "luhe",
    "六安": "luan",
    "吴堡": "wubu",
    "大埔": "dabu",
    "宝坻": "baodi",
    "尉犁": "yuli",
    "延长": "yanchang",
    "枞阳": "zongyang",
    "泌阳": "biyang",
    "犍为": "qianwei",
    "番禺": "panyu",
    "茄子河": "qiezihe",
    "蔚县": "yuxian",
    "铅山": "yanshan",
    "长子": "zhangzi",
    "闵行": "minhang",
    "黄陂": "huangpi",
    "什": "shi",
    "佛": "fo",
    "勒": "le",
    "厦": "xia",
    "牟": "mu",
    "藏": "zang",
    "蚌": "beng",
    "行": "xing",
    "都": "du",
    "重": "chong",
    "长": "chang",
    "乐": "le",
}
_PIECE: Final = re.compile("|".join([*sorted(IN_NAMES, key=len, reverse=True), r"[\u4e00-\u9fff]"]))


def spelt(name: str) -> str:
    """The name in small letters without tones; what is no Chinese character stays as it is."""
    return _PIECE.sub(lambda found: IN_NAMES.get(found[0]) or _reading(found[0]), name)


def _reading(char: str) -> str:
    line = next((line for line in _table() if char in line), char)
    return line.partition(" ")[0].replace("v", "ü")


@cache
def _table() -> tuple[str, ...]:
    table = (resources.files("huaihai.law.triage") / "data" / "pinyin.txt").read_text("utf-8")
    return tuple(table.splitlines())
