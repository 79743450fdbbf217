"""In which encoding a page was written: what it declares, checked against what its bytes say; its name for editors.

Every reading is strict. Among those that are possible the one full of common characters wins; where two are close,
both are handed on and an editor chooses. Replacement characters are put in only where no encoding reads all bytes,
and then each is a question of its own.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from huaihai.kit.text.scripts import simplified_char

COMMON: Final = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政"
    "美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"
    "解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件"
    "计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔笑飞风步"
    "改收根干造言联持组每济车亲极林服快办议往元英士证近失转夫令准布始怎呢存未远叫台单影具罗字爱击流备兵连"
    "调深商算质团集百需价花党华城石级整府离况亚请技际约示复病息究线似官火断精满支视消越器容照须九增研写称"
    "企八功吗包片史委乎查轻易早曾除农找装广显吧阿李标谈吃图念六引历首医局突专费号尽另周较注语仅考落青随选"
    "列武红响虽推势参希古众构房半节土投某案黑维革划敌致陈律足态护七兴派孩验责营星够章音跟志底站严巴例防族"
    "供效续施留讲型料终答紧黄绝奇察母京段依批群项故按河米围江织害斗双境客纪采举杀攻父苏密低朝友诉止细愿千"
    "值仍男钱破网热助倒育属坐帐限船脸职速刻乐否刚威毛状率甚独球般普怕弹校苦创假久错承印晚兰试股拿脑预谁益"
    "阳若哪微尼继送急血惊伤素药适波夜省初喜卫源食险待述陆习置居劳财环排福纳欢雷警获模充负云停木游龙树疑层"
    "冷洲冲射略范竟句室异激汉村哈策演简卡罪判担州静退既衣您宗积余痛检差富灵协角占配征修皮挥胜降阶审沉坚善"
    "妈刘读啊超免压银买皇养伊怀执副乱抗犯追帮宣佛岁航优怪香著田铁控税左右份穿艺背阵草脚概恶块顿敢守酒岛托"
    "央户烈洋哥索胡款靠评版宝座释景顾弟登货互付伯慢欧换闻危忙核暗姐介坏讨丽良序升监临亮露永呼味野架域沙掉"
    "括舰鱼杂误湾吉减编楚肯测败屋跑梦散温困剑渐封救贵枪缺楼县尚毫移娘朋画班智亦耳恩短掌恐遗固席松秘谢鲁遇"
    "康虑幸均销钟诗藏赶剧票损忽巨炮旧端探湖录叶春乡附吸予礼港雨呀板庭妇归睛饭额含顺输摇招婚脱补谓督毒油疗"
    "旅泽材灭逐莫笼亡鲜词圣择寻厂睡博勒烟授诺伦岸奥唐卖俄炸载洛健堂旁宫喝借君禁阴园谋宋避抓荣姑孙逃牙束跳"
    "顶玉镇雪午练迫爷篇肉嘴馆遍凡础洞卷坦牛宁纸诸训私庄祖丝翻暴森塔默握戏隐熟骨访弱蒙歌店鬼软典欲萨伙遭盘"
    "丘云亳付伪假健偿冒劣合同售商埠培宁宿庄徐投提权枣泽济消淄淮港示纠纷维者菏蚌警训诉费赔身连退醒预"
)


CLOSE: Final = 0.15  # a second reading this near to the best is a question
MOST_BROKEN: Final = 20  # places that no encoding reads; with more of them it is no text
REPLACEMENT: Final = "\ufffd"
NAMES: Final = ("utf-8", "gb18030", "cp950", "utf-16-le", "utf-16-be")
_SAMPLE: Final = 20_000  # characters
_BELOW_HAN: Final = 0x2E7F
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OURS: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "cp950",
    "big5hkscs": "cp950",
    "cp950": "cp950",
    "utf-8": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
_DECLARED: Final = re.compile(rb"charset\s*+=\s*+[\"']?+\s*+([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_HEAD: Final = 4096  # bytes; a declaration stands at the beginning
_PUNCTUATION: Final = frozenset(
    "，。、；：？！“”‘’（）《》【】〔〕〈〉「」『』—…·～￥％　０１２３４５６７８９①②③④⑤×℃"
)


@dataclass(frozen=True)
class Reading:
    """One way to read the bytes. `plausibility` is 0 to 1; `broken` counts places that could not be read."""

    encoding: str
    text: str
    plausibility: float
    broken: int = 0


@dataclass(frozen=True)
class Readings:
    """The best first; `is_open`: the second is close, an editor chooses. `declared` is what the file says of itself,
    and `is_contradicted` whether its bytes say otherwise."""

    all: tuple[Reading, ...]
    declared: str = ""
    is_open: bool = False
    is_contradicted: bool = False

    @property
    def best(self) -> Reading:
        return self.all[0]


def readings(raw: bytes, *, declared: str = "") -> Readings | None:
    """How these bytes may be read; None if they are no text. `declared` goes before what stands in the bytes."""
    said = declared or declared_in(raw)
    marked = _by_mark(raw)
    found = [marked] if marked else sorted(_strict(raw), key=lambda one: -one.plausibility)
    if marked is None and (not found or found[0].plausibility < CLOSE):
        # UTF-16 reads nearly all bytes: a page with one damaged byte is rather that page than what it makes of it.
        found = sorted(_lenient(raw), key=lambda one: (one.broken, -one.plausibility))[:1] or found
    if not found:
        return None
    ours = normal_name(said)
    close = [
        one for one in found if found[0].plausibility - one.plausibility < CLOSE and one.text != found[0].text
    ]
    # What the page declares decides between close readings: two witnesses agree.
    agreed = next((one for one in [found[0], *close] if one.encoding == ours), None)
    if agreed is not None:
        found = [agreed, *(one for one in found if one is not agreed)]
    best = found[0]
    contradicted = bool(ours) and ours != best.encoding.removesuffix("-sig") and not best.text.isascii()
    if best.encoding == "utf-16" and ours.startswith("utf-16"):
        contradicted = False
    return Readings(tuple(found), said, is_open=bool(close) and agreed is None, is_contradicted=contradicted)


def declared_in(raw: bytes) -> str:
    """The charset that the first bytes name (`<meta charset=…>`), or nothing."""
    found = _DECLARED.search(raw[:_HEAD])
    return found.group(1).decode("ascii").lower() if found else ""


def normal_name(declared: str) -> str:
    """Our name of a declared charset; nothing for one that says nothing about Chinese."""
    try:
        return _OURS.get(codecs.lookup(declared).name, "") if declared else ""
    except LookupError:
        return ""


def plausibility(text: str) -> float:
    """The share of characters beyond ASCII that any Chinese text is full of; 1 for a text without any."""
    beyond = [char for char in text[:_SAMPLE] if ord(char) > 0x7F]
    if not beyond:
        return 1.0
    return sum(_worth(char) for char in beyond) / len(beyond)


def _worth(char: str) -> float:
    if char in _PUNCTUATION:
        return 0.5
    if ord(char) <= _BELOW_HAN:
        return 0.0
    return 1.0 if simplified_char(char) in COMMON else 0.0


def _by_mark(raw: bytes) -> Reading | None:
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    return _read(raw, encoding) if encoding else None


def _strict(raw: bytes) -> Iterator[Reading]:
    for encoding in NAMES:
        found = _read(raw, encoding)
        if found is not None:
            yield found


def _read(raw: bytes, encoding: str) -> Reading | None:
    if encoding.startswith("utf-16") and len(raw) % 2:
        return None
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _is_binary(text) else Reading(encoding, text, plausibility(text))


def _lenient(raw: bytes) -> Iterator[Reading]:
    for encoding in ("utf-8", "gb18030", "cp950"):
        text = raw.decode(encoding, errors="replace")
        broken = text.count(REPLACEMENT)
        if 0 < broken <= MOST_BROKEN and not _is_binary(text) and plausibility(text) > CLOSE:
            yield Reading(encoding, text, plausibility(text), broken)


def _is_binary(text: str) -> bool:
    """Control characters that no text has; and halves of characters, which no database takes."""
    return any(
        (char < " " and char not in "\t\n\r\f\x1a") or "\ud800" <= char <= "\udfff" for char in text[:_SAMPLE]
    )


_NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "gb18030": "GBK / GB18030",
    "cp950": "Big5",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}


def named(encoding: str) -> str:
    """What an encoding is called."""
    return _NAMES.get(encoding, encoding)
