"""Where somebody lives: doors with what stands before them. And under which names somebody is on the net."""

import re
from collections.abc import Iterator

from huaihai.insight.narratives.scrubbing import words
from huaihai.insight.narratives.scrubbing.patterns import (
    HAN,
    Find,
    Kind,
    Rule,
    begins,
    rule,
    stopping,
    without,
)

LONGEST, SHORTEST = 24, 2
_STOPS = words.STOPS | frozenset("并令使未仍才刚曾已将能会可要想请求无非不没别每另经对跟与及或而但且若则却即")
_STOP_WORDS = stopping(words.STOP_WORDS)
_N = "[0-9一二三四五六七八九十百甲乙丙丁东西南北中A-Za-z]"
_ROAD = "路|街|大道|大街|巷|道|弄|胡同|里"
_INNER = (
    rf"(?:\s?[0-9]{{1,2}}[\-—#][0-9]{{1,2}}[\-—][0-9]{{3,4}})?"
    rf"(?:\s?[\-,，]?\s?{_N}{{1,4}}(?:单元|座|门|梯|号楼|栋|幢))?"
    rf"(?:\s?[\-,，]?\s?{_N}{{1,4}}(?:层|楼|F))?"
    r"(?:\s?[\-,，]?\s?[0-9A-Z一二三四五六七八九〇零十]{2,5}(?:室|号房|号|户|房|铺)?(?![0-9年月日元天个块]))?"
)
_ESTATE = rf"[{HAN}]{{1,6}}?(?:小区|家园|花园|公寓|大厦|广场|宿舍|湾|城|府|苑|园|庭|居|郡|邸|轩|阁|院)"
_DOORS = (
    # road and number, with whatever follows inside
    rf"(?<=[{HAN}0-9])(?:{_ROAD})(?:[东西南北中]段|中段)?\s?(?:第)?{_N}{{1,5}}(?:[\-—][0-9]{{1,4}})?号(?!线|店|公路|车|机|文|令|楼上|下午|上午)(?:院|附[0-9]+号)?(?:{_ESTATE})?{_INNER}",
    # building, unit, room
    rf"(?<![A-Za-z0-9]){_N}{{1,4}}\s?(?:号楼|栋|幢|号院|座(?=[0-9一二三四五六七八九十])|#楼?(?=[0-9一二三四五六七八九十]))(?!目|梁|材|式|楼价){_INNER}",
    r"(?<![A-Za-z0-9])[0-9一二三四五六七八九十]{1,3}单元(?!格|测|楼)\s?(?:[\-,，]?\s?[0-9一二三四五六七八九十]{1,3}(?:层|楼)|东户|西户)?(?:\s?[\-,，]?\s?[0-9一二三四五六七八九〇零十]{2,5}(?:室|号|户)?(?![0-9年月日元天个块]))?",
    r"(?<![0-9A-Za-z\-])[A-Z]?[0-9]{2,5}(?:室|号房间?|号铺)(?!内温|温|外温)",
    r"(?<![0-9\-./年])[0-9]{1,2}\s?[\-—#]\s?[0-9]{1,2}\s?[\-—#]\s?[0-9]{3,4}(?:室|号|户)?(?![0-9\-./年元])",
    # village groups
    rf"(?:村|庄|社区|屯|镇)(?:委会)?\s?(?:第)?[{HAN}0-9]{{1,3}}(?:组|队|社)(?:\s?[0-9]{{1,4}}号)?(?!织|长|合|成|装|员|别)",
    r"(?:村|庄|屯)\s?[0-9一二三四五六七八九十百]{1,5}号",
)
_DOOR = re.compile("|".join(_DOORS))
_COMMUNITY = re.compile(
    rf"(?:{words.any_of(words.COMMUNITIES)})(?:[A-Z0-9一二三四五六七八九十东西南北]{{1,2}}(?:期|区|院))?(?:\s?[A-Z]?[0-9]{{1,2}}\s?[\-—#]\s?[0-9]{{3,4}}(?:室|号|户)?(?![0-9元]))?"
)
_VILLAGE = re.compile(
    rf"(?<=[{HAN}])(?:村(?!官|镇|民|部|庄|里|委换|级|干|支|容|道|小组)|屯(?=[,，。村里的人]))(?:委会)?"
)
_CROSSING = re.compile(
    rf"[{HAN}]{{2,6}}(?:路|街|大道)(?:与|和|、|跟)[{HAN}]{{2,6}}(?:路|街|大道)(?:的)?(?:交叉口|交汇处?|路口|口|交界处?|十字路口)"
)


def find_addresses(text: str) -> Iterator[Find]:
    """Addresses in a view."""
    for match in _DOOR.finditer(text):
        yield Find(Kind.ADDRESS, _name_before(text, match.start()), match.end())
    for match in _CROSSING.finditer(text):
        yield Find(Kind.ADDRESS, _name_before(text, match.start(), at_least=match.start()), match.end())
    yield from _named(text, _COMMUNITY, words.NO_COMMUNITY, longest=12)
    yield from _named(text, _VILLAGE, words.NO_VILLAGE, longest=16)


def _named(text: str, pattern: re.Pattern[str], generic: tuple[str, ...], *, longest: int) -> Iterator[Find]:
    """A name with this end, if a name stands before it: not "our community", "every village"."""
    long = tuple(word for word in generic if len(word) > 1)
    for match in pattern.finditer(text):
        start = _name_before(text, match.start(), longest=longest)
        name = without(text[start : match.start()], words.DETERMINERS)
        rest = without(name, long)
        if len(rest) < SHORTEST or name in generic or name.endswith(long) or _STOP_WORDS.fullmatch(name):
            continue
        yield Find(Kind.ADDRESS, match.start() - len(name), match.end())


def _name_before(text: str, end: int, *, longest: int = LONGEST, at_least: int | None = None) -> int:
    start = begins(text, end, longest=longest, stops=_STOPS, stop_words=_STOP_WORDS)
    return start if at_least is None else min(start, at_least)


_AT = r"\s?(?:@|\(at\)|\[at\]|#|艾特|\sat\s|爱特)\s?"
_DOT = r"\s?(?:\.|点|\(dot\)|。)\s?"
_WHERE = (
    "[微薇威维徽v]\\s?[信x芯]|卫星|weixin|wechat|wx|vx|企业微信|扣扣|企鹅|qq|q\\s?q|支付宝|抖音|快手|小红书|微博|闲鱼|旺旺|钉钉|淘宝|"
    "京东|拼多多|美团|饿了么|b站|视频号|公众号|陌陌|知乎|贴吧|游戏|平台|app|telegram|line|skype"
)
_SIGN = r"(?:账户|帐户|账号|帐号|用户名|用户|昵称|网名|名字|名称|名|id|号码|号|群)"
_BETWEEN = r"[\s:是为叫,，\"“「『'‘（(【@＠→\-]{0,5}"
_LATIN = r"([A-Z0-9_\u0400-\u04ff][A-Z0-9_.\-]{3,29})(?![A-Z0-9])"
_QUOTED = rf"[\"“「『'‘【]([{HAN}A-Z0-9_\-·.~～\s]{{1,20}})[\"”」』'’】]"
_QUOTED_ANY = r"[\"“「『【]([^\"”」』】\n\ufffc]{1,20})[\"”」』】]"


_MEASURE = re.compile(
    r"[0-9.\-]+[a-z]{1,3}[0-9]?|(?:iphone|ipad|ipod|macbook|airpods|mp|wifi|usb|type|vivo|oppo|mate|redmi|win|windows|"
    r"android|galaxy|note|pro|max|plus|http|www)[a-z0-9_.\-]*|[a-z]-?[0-9]{1,4}[a-z]?",
    re.IGNORECASE,
)


def _is_word(found: str) -> bool:
    """No account: money, days, or a plain word of the field."""
    return found.lower() in {"http", "https", "pass", "plus", "vip", "iphone", "android", "wifi"}


def _is_account(found: str) -> bool:
    return not _is_word(found)


def _is_loose(found: str) -> bool:
    """Small letters with digits or a line, and no measure: models of goods are in capitals."""
    plain = found.strip("._-")
    has_both = any(char.islower() for char in plain) and any(char.isdigit() or char in "_-" for char in plain)
    return has_both and not _is_word(found) and not _MEASURE.fullmatch(plain)


def _is_handle(found: str) -> bool:
    """Letters with digits or a line: what nobody writes for anything else after 加 or V."""
    return any(char.isdigit() or char in "_-" for char in found) and not _is_word(found)


_RULES = (
    rule(
        Kind.EMAIL,
        rf"(?<![A-Z0-9_.+\-])[A-Z0-9_.+\-]{{1,64}}{_AT}[A-Z0-9\-]{{1,63}}(?:{_DOT}[A-Z0-9\-]{{2,63}}){{1,3}}",
    ),
    rule(Kind.EMAIL, r"(?<![A-Z0-9_.+\-])[A-Z0-9_.+\-]{1,64}@[A-Z0-9\-.]{2,80}"),
    rule(
        Kind.EMAIL,
        r"(?:邮箱|邮件|email|e-mail)(?:地址|是|为|:|\s){0,4}([A-Z0-9][A-Z0-9_.+\-]{3,40})(?![A-Z0-9@])",
        group=1,
    ),
    rule(Kind.ACCOUNT, rf"(?:{_WHERE})(?:{_SIGN}){{0,2}}{_BETWEEN}{_LATIN}", _is_account, group=1),
    rule(Kind.ACCOUNT, rf"(?:{_WHERE}){_SIGN}{{0,2}}[\s:是为叫]{{0,3}}{_QUOTED}", group=1),
    rule(
        Kind.ACCOUNT,
        rf"(?:{_WHERE})?(?:昵称|网名|用户名|抖音号|快手号|账号名?|帐号名?){{1,2}}[\s:是为叫]{{0,3}}{_QUOTED}",
        group=1,
    ),
    rule(
        Kind.ACCOUNT,
        rf"(?:{_WHERE})(?:昵称|网名|用户名|账号名|名字|名称|名|号)(?:是|为|叫|:)\s?([{HAN}A-Z0-9_\-·.~]{{2,12}})",
        group=1,
    ),
    rule(Kind.ACCOUNT, rf"(?:昵称|网名|用户名)(?:是|为|叫|:)?\s?([{HAN}A-Z0-9_\-·.~]{{2,12}})", group=1),
    rule(
        Kind.ACCOUNT,
        r"(?:账号|帐号|账户|帐户|用户名|id|昵称)[\s:是为]{0,3}([A-Z0-9_][A-Z0-9_.\-]{4,29})(?![A-Z0-9])",
        _is_handle,
        group=1,
    ),
    rule(
        Kind.ACCOUNT,
        r"(?:加|[+➕]|联系|找)\s?(?:我|他|她)?的?\s?(?:v|薇|威|微|vx|wx|q)[\s:是为]{0,3}([A-Z0-9_][A-Z0-9_\-]{4,24})(?![A-Z0-9])",
        group=1,
    ),
    rule(
        Kind.ACCOUNT,
        r"(?<![A-Z0-9])[vq][:\s]{1,2}([A-Z0-9_][A-Z0-9_\-]{4,24})(?![A-Z0-9])",
        _is_handle,
        group=1,
    ),
    rule(
        Kind.ACCOUNT,
        rf"(?:叫|叫做|名为|名叫|名字|网名|朋友圈|头像|签名|直播间|主播|网店|店铺|群名|账号|号)[\s:是]{{0,2}}{_QUOTED_ANY}",
        group=1,
    ),
    rule(Kind.ACCOUNT, rf"(?:{words.any_of(words.BEFORE_NICK)})[\s:的]{{0,2}}{_QUOTED_ANY}", group=1),
    rule(Kind.ACCOUNT, rf"{_QUOTED_ANY}(?={words.any_of(words.AFTER_NICK)})", group=1),
    Rule(
        Kind.ACCOUNT,
        re.compile(r"(?<![A-Za-z0-9_.\-@])[A-Za-z0-9][A-Za-z0-9_.\-]{3,29}(?![A-Za-z0-9@])"),
        _is_loose,
        0,
    ),
    rule(Kind.ACCOUNT, r"(?<![A-Z0-9])wxid_[A-Z0-9_\-]{4,30}"),
    rule(Kind.ACCOUNT, rf"(?<![A-Z0-9])@([{HAN}A-Z0-9_\-]{{2,20}})", group=1),
)


def find_accounts(text: str) -> Iterator[Find]:
    """Accounts in a view."""
    for one in _RULES:
        yield from one.finds(text)
