"""What is asked of the server: pages by address, each with who asks, what its answer holds, and its floor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

OK, NOT_MODIFIED = 200, 304
ANEW, AGAIN = "anew", "again"
HELLO, NAKED, BARE = "hello", "hello, no middleware", "bare"


@dataclass(frozen=True)
class Path:
    """`address` may name what a helper found (`{warning}`). A page without `holds` would be quick for nothing."""

    name: str
    address: str
    who: str = ""
    holds: str = "</main>"
    floor: str = ""
    widely: bool = False  # asked with 1, 8 and 32 connections also in the short run
    asked: str = (
        ""  # ANEW: each time as nobody asked before, so that none is kept; AGAIN: by who has it already
    )

    @property
    def status(self) -> int:
        return NOT_MODIFIED if self.asked == AGAIN else OK

    def url(self, facts: Mapping[str, Any]) -> str:
        address = self.address.format_map(facts)
        path, mark, query = address.partition("?")
        return path + mark + quote(query, safe="=&-")


def _search(name: str, words: str, holds: str = "tbody") -> Path:
    return Path(f"search, {name}", f"/desk/?q={words}", "officer", holds)


RARE, NONE, STORY = "二维码扫不出来", "绝无此词", "开才发现是翻"
WORDS = ("退款", RARE, NONE, "沃柑", "漏电", "王伟强", STORY, "希望", "网速 按摩椅", "保修单写的一年")
PUBLIC = {
    "home": "/",
    "warning": "{warning}",
    "statistics": "/statistics/",
    "board": "/board/",
}
TRACKING = {"tracking": "/track/"}

# What stands beside the cases and grows with what was decided: thirty decisions with ten thousand cases, else 300.
DECISIONS = {
    "office, meetings": "/office/meetings/",
    "office, motions": "/office/motions/",
    "office, duties": "/office/duties/",
    "office, roster": "/office/roster/",
    "office, telephones by digits": "/office/directory/?q=0516",
    "register of resolutions, two words": "/alliance/resolutions/?q=共同 提示",
}

PATHS = (
    Path("case page, desk", "{desk case}", "officer", widely=True),
    Path("case page, consumer", "{own case}", "consumer"),
    Path("case page, business", "{business case}", "business"),
    Path("list, own", "/desk/?scope=own", "officer", "tbody", widely=True),
    Path("list, overdue", "/desk/?scope=below&only=overdue", "officer"),
    Path("list, stage and category", "/desk/?scope=own&stage=mediating&category=G01", "officer"),
    Path("list, origin and month", "/desk/?scope=below&origin=online&month=2026-11", "officer"),
    Path("list, ended", "/desk/?scope=below&stage=ended", "officer", "tbody"),
    Path("list, from elsewhere", "/desk/?scope=below&only=from-elsewhere", "officer", "tbody"),
    _search("frequent", "退款"),
    _search("rare", RARE),
    _search("none", NONE, "</main>"),
    _search("two characters", "漏电"),
    _search("name", "王伟强", "</main>"),
    _search("story", STORY),
    _search("number", "{number}"),
    Path("forwarded", "/desk/forwarded/", "head"),
    Path("first page of staff", "/office/", "head"),
    *(Path(name, address, floor=HELLO, widely=name == "home") for name, address in PUBLIC.items()),
    Path("home, not modified", "/", floor=HELLO, holds="", asked=AGAIN),
    *(Path(f"{name}, made anew", address, asked=ANEW) for name, address in PUBLIC.items()),
    *(Path(name, address) for name, address in TRACKING.items()),
    *(Path(f"{name}, with a visit", address, "consumer") for name, address in (PUBLIC | TRACKING).items()),
    Path("numbers of the office", "/office/insight/numbers/", "head"),
    *(Path(name, address, "head") for name, address in DECISIONS.items()),
)
