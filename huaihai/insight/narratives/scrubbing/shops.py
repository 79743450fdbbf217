"""Names of businesses: companies by their legal form, shops by their trade where a name stands before it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from huaihai.insight.narratives.scrubbing import segmented, words
from huaihai.insight.narratives.scrubbing.patterns import HAN, Find, Kind, begins, stopping, without

LONGEST_COMPANY, LONGEST_SHOP = 24, 8
_STOP_WORDS = stopping(words.STOP_WORDS)
_BRANCH = (
    rf"(?:[(（][{HAN}A-Za-z0-9·]{{2,12}}[)）](?:{words.any_of(words.COMPANIES)})?|[{HAN}]{{2,8}}分(?:店|公司)|"
    rf"[{HAN}]{{2,4}}店(?!员|长|里|主|家|内|铺|老板|方))?"
)
_COMPANY = re.compile(rf"(?:\([{HAN}]{{2,6}}\))?[{HAN}]{{0,12}}?(?:{words.any_of(words.COMPANIES)}){_BRANCH}")
_SHOP = re.compile(
    rf"(?:(?<![物育书术览使])馆|(?!馆)(?:{words.any_of(words.SHOPS)})(?:城|店|馆|中心|会所|广场|卖场|工作室)?)(?!老板|经理)(?:{_BRANCH})"
)
_SIGN = re.compile(
    rf"[“\"「『【《]([{HAN}A-Za-z0-9·&\s]{{2,16}})[”\"」』】》](?=的?(?:店|公司|商家|店铺|门店|饭店|网店|小程序|超市|机构|直播间|连锁))"
)
_QUOTED = re.compile(
    rf"[“\"「『【《](?:[{HAN}A-Za-z0-9·&()\s]{{1,16}}(?:[店城馆院堂厅行坊社厂校所楼吧屋班部铺园室场庄记斋轩阁汇荟]|中心|公司|集团|超市|门诊|美容|造型|摄影))[”\"」』】》]"
)
_QUOTED_PLACE = re.compile(rf"(?<=[在去到向从跟和方])[“\"「『【《]([{HAN}A-Za-z0-9·&]{{2,16}})[”\"」』】》]")
_NAMED = re.compile(
    rf"(?:店名|商家名称?|商户名称?|店铺名称?|公司名称?|招牌是?|商家|商户|公司|店铺)(?:叫做?|:|名为|名字是)\s?[“\"「]?([{HAN}A-Za-z0-9·]{{2,20}})"
)
_CALLED = re.compile(
    rf"(?:一家|家|个)(?:名叫|叫做?|名为)\s?[“\"「]?([{HAN}A-Za-z0-9·]{{2,16}}?)(?=[”\"」]?的(?:[{HAN}]{{0,6}}(?:店|公司|商家|超市|馆|机构|饭店|中心|网店|商户|直播间)))"
)
_STOPS = (
    words.STOPS
    | frozenset(
        "与跟对向又也都很就并且于因由将有令使未仍才刚曾已能会可要想请求无非不没别每另经及或而但若则却即"
    )
) - frozenset("来")
_ENDINGS = re.compile(rf"(?:{words.any_of(words.COMPANIES)})$|[(（][^)）]*[)）]")
_REGION = re.compile(rf"^(?:[{HAN}]{{2,3}}省)?(?:[{HAN}]{{2,3}}市)?(?:[{HAN}]{{1,3}}(?:区|县))?")
_NO_SHOP = tuple(word for word in words.NO_SHOP if len(word) > 1)
SHORTEST = 3  # of what a business is called in short
LONGEST_BY_WORDS = 5
_NAMING = ("n", "a", "b", "z", "g", "j", "i", "l")
_NO_NAMING = frozenset((*words.NO_SHOP, *words.STOP_WORDS, *words.DETERMINERS, *words.PEOPLE))
SHORTEST_SHOP = 2  # no shop is called by one character


def finds(text: str) -> Iterator[Find]:
    """Businesses in a view."""
    for pattern in (_SIGN, _QUOTED_PLACE, _NAMED, _CALLED):
        for match in pattern.finditer(text):
            yield Find(Kind.SHOP, *match.span(1))
    for match in _QUOTED.finditer(text):
        yield Find(Kind.SHOP, *match.span())
    tokens = segmented.tokens_of(text, guessing=False)
    for match in _COMPANY.finditer(text):
        ending = re.search(words.any_of(words.COMPANIES), match.group())
        assert ending is not None  # noqa: S101 -- it is part of the pattern
        yield from _named(text, tokens, match.start() + ending.start(), match.end(), LONGEST_COMPANY)
    at = 0
    while trade := _SHOP.search(text, at):  # 亿家装修公司: 家装 is a trade too, and not this one's
        yield from _named(text, tokens, trade.start(), trade.end(), LONGEST_SHOP)
        at = trade.start() + 1


def spellings(known: Iterable[str]) -> set[str]:
    """A business as it is written down, and as people shorten it: without place, legal form and branch."""
    found = set()
    for name in known:
        bare = _ENDINGS.sub("", _ENDINGS.sub("", name))
        short = _REGION.sub("", bare)
        found |= {one for one in (name, bare, short) if len(one) >= SHORTEST}
    return found


def _named(text: str, tokens: Sequence[segmented.Token], at: int, end: int, longest: int) -> Iterator[Find]:
    least = begins(text, at, longest=longest, stops=_STOPS, stop_words=_STOP_WORDS)
    name = without(text[least:at], words.DETERMINERS)
    if _doubtful(text, least, least) < least < at:
        name = text[least:at]  # 好又多超市: 多 is no number there
    start = min(_doubtful(text, least, at - len(name)), _by_words(tokens, at))
    name = text[start:at]
    is_name = name and without(name, _NO_SHOP) and not _STOP_WORDS.fullmatch(name)
    if is_name and len(name) >= SHORTEST_SHOP:
        yield Find(Kind.SHOP, start, end)


def _by_words(tokens: Sequence[segmented.Token], at: int) -> int:
    """Where the name begins by the words before this place: 小天使 is one name, though 使 is a verb."""
    place = bisect_left(tokens, at, key=lambda token: token.start) - 1
    start = at
    while place >= 0 and tokens[place].end == start and at - tokens[place].start <= LONGEST_BY_WORDS:
        token = tokens[place]
        if not token.tag.startswith(_NAMING) or token.text in _NO_NAMING:
            break
        start, place = token.start, place - 1
    return start


def _doubtful(text: str, least: int, start: int) -> int:
    """Where the name begins if what stands before it may be part of it: 一品香, 好又多."""
    before = text[max(0, start - 2) : start]
    if start - 1 >= least and before[-1:] == "一":
        return start - 1
    is_inside = len(before) == 2 and before[1] in words.INSIDE and before[0] not in words.NOT_INSIDE
    return start - 2 if is_inside and "\u3400" <= before[0] <= "\u9fff" else start
