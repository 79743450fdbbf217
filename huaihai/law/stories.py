"""What a long story says, in short: days, sums, numbers, shops, promises, wishes, each with its place in the text.

By rules on characters: it finds, it does not judge. What it overlooks still stands in the story beside it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from huaihai.law import reports

LONG: Final = 150  # characters: a shorter story is read as quickly as its facts
MOST: Final = 8  # of a kind


class Kind(StrEnum):
    """What kind of fact it is, in the order in which they are read."""

    WISH = "wish"
    PROMISE = "promise"
    SUM = "sum"
    DAY = "day"
    SHOP = "shop"
    NUMBER = "number"


@dataclass(frozen=True)
class Fact:
    """One fact: `words` as they stand in the text from `start` to `end`."""

    kind: Kind
    words: str
    start: int
    end: int


def in_short(text: str) -> tuple[Fact, ...]:
    """The facts of a text in its order, each once, at most eight of a kind; none of a short text."""
    if len(text) < LONG:
        return ()
    kept: list[Fact] = []
    seen: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for kind in (Kind.NUMBER, Kind.PROMISE, Kind.DAY, Kind.SUM, Kind.SHOP, Kind.WISH):
        for start, end in _FIND[kind](text):
            words = text[start:end]
            if words in seen[kind] or len(seen[kind]) == MOST:
                continue
            if kind is not Kind.WISH and any(one.start < end and start < one.end for one in kept):
                continue
            seen[kind].add(words)
            kept.append(Fact(kind, words, start, end))
    return tuple(sorted(kept, key=lambda one: (one.start, -one.end)))


type Span = tuple[int, int]

_NUMERAL: Final = "零〇一二两三四五六七八九十百千"
_DIGITS: Final = r"[0-9０-９][0-9０-９,，]{0,12}+(?:[.．][0-9０-９]{1,2})?"
_ABOUT: Final = "[多余来几]?"
_SUM: Final = re.compile(
    rf"[¥￥]\s?{_DIGITS}(?:[万千])?"
    rf"|(?:{_DIGITS}|[{_NUMERAL}]{{1,8}})\s?{_ABOUT}[万千百]?{_ABOUT}\s?(?:元|块钱|块(?![头板地肉糕布玻石砖]|儿)|圆(?!形|的))"
    rf"|(?<=[花交付充存给退赔收扣共价了值]){_DIGITS}(?:万|千)(?![米克瓦字公])"
)
_YEAR: Final = r"(?:(?:20)?[0-9]{2}年|去年|今年|前年|当年|次年|二[〇零][一二三四五六七八九〇零]{2}年)"
_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"
_DATE: Final = r"(?:[12][0-9]|3[01]|0?[1-9]|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])[日号]"
_DAY: Final = re.compile(
    rf"(?<![0-9])20[0-9]{{2}}\s?[-./]\s?(?:1[0-2]|0?[1-9])\s?[-./]\s?(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])"
    rf"|(?<![0-9]){_YEAR}?的?{_MONTH}(?:{_DATE}|初|中旬|上旬|下旬|底|末)?(?![0-9饼球票薪租供费卡])"
    rf"|(?:上上?个?月|本月|这个月)(?:{_DATE}|初|中旬|底)?"
    rf"|(?:上上?|这|本)个?(?:周|星期|礼拜)[一二三四五六日天末]?"
    r"|(?:大?前天|昨天|昨日|昨晚|前几天|前两天|元旦|春节|国庆节?|双十一|五一)"
    rf"|(?<![0-9第{_NUMERAL}])(?:[12][0-9]|3[01]|[1-9])号(?![楼院线店铺车码门桌柜房仓机])"
)
_LABEL: Final = (
    "(?:订单|运单|快递|物流|发票|合同|会员卡?|银行卡|卡|产品|批|货|序列|工单|"
    "受理|投诉|流水|凭证|收据|车牌|航班|保单|型)"
)
_NUMBER: Final = re.compile(
    rf"{_LABEL}(?:编号|单号|号码?|批号|尾号)\s?[是为:：]?\s?(?=[A-Za-z0-9*-]{{0,30}}[0-9*])[A-Za-z0-9*][A-Za-z0-9*-]{{3,40}}"
)
_TYPES: Final = (
    "有限责任公司|股份有限公司|有限公司|分公司|公司|旗舰店|专卖店|专营店|折扣店|体验店|门店|便利店|药店|眼镜店|理发店|美发店|美容店|饭店|酒店|"
    "酒楼|餐厅|餐馆|面馆|火锅店|烧烤店|奶茶店|蛋糕店|面包店|水果店|家具店|手机店|服装店|母婴店|宠物店|汽修店|维修店|4[Ss]店|网店|店|超市|商场|商城|商行|商店|"
    "百货|大厦|健身房|健身馆|健身中心|游泳馆|瑜伽馆|俱乐部|会所|美容院|理发厅|影楼|宾馆|旅馆|民宿|客栈|旅行社|驾校|学校|学院|培训班|培训中心|培训机构|"
    "幼儿园|洗车行|车行|修理厂|汽贸|家居|菜场|农贸市场|批发市场|直播间|银行|药房|诊所|医院|影院|影城|KTV|网咖"
)
_SHOP: Final = re.compile(rf"(?:{_TYPES})(?![长铺员家主面里内名址])")
# Where a name cannot reach back over: what leads to it, and who speaks.
_BEFORE: Final = re.compile(
    r"[^\u4e00-\u9fffA-Za-z0-9·&]|[在从到去向找由和跟与叫给被让把是的了于我您他她它你就又还也都说及至经对为因但而过着以该这那帮并之等按指出些照非有间]|位于|通过|购买|附近|[一这那有此某几]家|[一这那有此某]间|配合|协调|享受|收取|终止|名为|处理|签署|投诉|"
    r"举报|起诉|联系|预交|路过|参加|加盟|要求|代表|旁边|认购|简称|其中|需|未|请问|告知|根据|"
    r"怀疑|期间|并非|责成|包庇|停止|变更|询问|委托|开通|报名|没有|关注|查处|改造|归|发货|付款|强制|规划|建设(?=学校)|方便|回家"
)
_VAGUE: Final = re.compile(
    r"^(?:这|那|该|此|一|二|两|三|几|某|本|哪|其|每|各|别|另|同|全|多|好|很|开|关|进|出|上|下|回|门|小|大|老|新|整|家|个|间|网上|线上|实体|当地|商家|他们|我们|客服|售后|物业|管理|快递|总|分|贵|全资|集团|开发|房地产|供水|地铁|大型|中型|小型|公立|私立|民办|三甲|封闭式|相关|合作|正规|市中心|临近|附近的?|"
    r"校门外|小区|保健|餐饮|餐|年前|流氓|黑心)*家?"
    rf"(?:{_TYPES})$"
)
_REACH: Final = 22
_LONGEST_SIGN: Final = 14  # characters of a name before its kind; only a company's is longer
# What a business promised, with its time; what is wrong with the goods is for the reader to judge.
_PROMISE: Final = re.compile(
    rf"(?:(?:[0-9]{{1,3}}|[{_NUMERAL}半]{{1,4}})(?:天|日|周|个?月|年)(?:之?内)?|终身)(?:免费|全国|上门){{0,2}}"
    r"(?:无理由退[货换款]*|不满意退[货款]*|包[退换修赔](?:包?[退换修]){0,2}|保[修换](?![期卡单内])|质保(?![期卡单内])|只换不修)"
    rf"|假一赔[{_NUMERAL}万0-9]{{1,3}}|包退包换|无效(?:全额)?退款"
)
_CLAUSE: Final = re.compile(r"(?:[^，,。；;！!？?\n]|(?<=[0-9])[,，](?=[0-9]{3}))+")
_WISH: Final = re.compile(
    r"(?:(?<!不)要求|请求|希望|诉求|恳请|恳求|我要|只想|想要|必须给我|请(?:有关|相关|你们|贵|帮|协助|求|予以|消)|申请|建议|望(?:有关|相关|贵|予|能))"
)
_CLAIM: Final = re.compile(
    r"退|赔|换|维修|修好|补发|补偿|补差|道歉|返还|还我|解约|解除|免费|处理|解决|兑现|履行|发货|安装|答复|调解|介入|查|罚|开发票|开具|说法|公道"
)


def _wishes(text: str) -> Iterator[Span]:
    """Clauses that ask for something; what another asks ("店家要求…") is not the person's."""
    for clause in _CLAUSE.finditer(text):
        words = clause.group()
        asks = _WISH.search(words)
        is_own = asks is not None and not _OTHERS.search(words[: asks.start()])
        if (is_own and _CLAIM.search(words)) or reports.is_report(words.strip()):
            yield _stripped(text, clause.start(), clause.end())


_OTHERS: Final = re.compile(
    r"(?:商家|店家|店员|老板|客服|卖家|对方|公司|平台|他们?|她|经理|工作人员|销售|物业|银行)[^我]*$"
)


def _stripped(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _shops(text: str) -> Iterator[Span]:
    """Back from the kind of business to where its name can begin."""
    done = 0
    for kind in _SHOP.finditer(text):
        floor = max(done, kind.start() - _REACH)
        stops = [one.end() for one in _BEFORE.finditer(text, floor, kind.start())]
        start = stops[-1] if stops else floor
        if start == kind.start() or (not stops and floor > done) or _VAGUE.match(text[start : kind.end()]):
            continue
        length = kind.start() - start
        if length < 2 or (length > _LONGEST_SIGN and not kind.group().endswith("公司")):
            continue
        done = kind.end()
        yield start, kind.end()


def _by(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    return lambda text: (one.span() for one in pattern.finditer(text))


_FIND: Final[dict[Kind, Callable[[str], Iterator[Span]]]] = {
    Kind.NUMBER: _by(_NUMBER),
    Kind.PROMISE: _by(_PROMISE),
    Kind.DAY: _by(_DAY),
    Kind.SUM: _by(_SUM),
    Kind.SHOP: _shops,
    Kind.WISH: _wishes,
}
