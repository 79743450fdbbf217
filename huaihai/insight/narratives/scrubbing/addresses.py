"""Where somebody lives: doors with the road, community or village before them, and communities and villages alone."""

import re
from collections.abc import Iterator

from huaihai.insight.narratives.scrubbing import words
from huaihai.insight.narratives.scrubbing.kinds import Find, Kind
from huaihai.insight.narratives.scrubbing.leftward import begins, stopping, without
from huaihai.insight.narratives.scrubbing.patterns import HAN

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
_FLOOR_OF_DOOR = re.compile(r"^[东西南北中]{1,2}(?:栋|幢|座|号楼)?$")


def finds(text: str) -> Iterator[Find]:
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
