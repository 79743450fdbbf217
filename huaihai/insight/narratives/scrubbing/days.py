"""Days: of a birth the whole date, of anything else the day; the month stays."""

from collections.abc import Iterator

from huaihai.insight.narratives.scrubbing.kinds import Find, Kind
from huaihai.insight.narratives.scrubbing.patterns import rule

_CN = "[〇零一二三四五六七八九十廿]"
_YEAR = rf"(?:(?:19|20)?[0-9]{{2}}|{_CN}{{4}})"
_MONTH = rf"(?:1[0-2]|0?[1-9]|{_CN}{{1,2}})"
_DAY = rf"(?:[12][0-9]|3[01]|0?[1-9]|{_CN}{{1,3}})"
_DATE = rf"{_YEAR}(?:\s?年\s?|[./\-]){_MONTH}(?:(?:\s?月\s?|[./\-]){_DAY}[日号]?)?月?"

_RULES = (
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


def finds(text: str) -> Iterator[Find]:
    """Days in a view."""
    for one in _RULES:
        yield from one.finds(text)
