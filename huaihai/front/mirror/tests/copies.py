"""A small site, copied."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from huaihai.front.mirror import making
from huaihai.front.mirror.gathering import Wish
from huaihai.front.mirror.making import Made
from huaihai.front.mirror.wording import OfAMirror
from huaihai.record.log import kept, sequencing

ORIGIN = "http://testserver"
AT = datetime(2026, 11, 26, 4, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
A_DAY = timedelta(days=1)
SMALL = (
    "/announcements/",
    "/bodies/320300/",
    "/track/",
    "/file/",
    "/static/",
    "/alliance/log/",
    "/alliance/key.pem",
)
CLOSED = {
    "desk",
    "office",
    "business",
    "my",
    "staff",
    "demo",
    "letter",
    "sheet",
    "upload",
    "survey",
    "p",
    "w",
}
LINK = re.compile(r'(?:href|src)="([^"#]*)')


def copy(
    folder: Path,
    *,
    at: datetime = AT,
    languages: tuple[str, ...] = ("zh-hans",),
    paths: tuple[str, ...] = SMALL,
    list_pages: int = 20,
    is_root_relative: bool = False,
    with_log: bool = True,
) -> Made:
    """What a nightly run does, of a few pages."""
    if with_log:
        sequencing.sequence_all()
    head = kept.head()
    wish = Wish(ORIGIN, languages, list_pages, lambda path: path == "/" or _is_quick(path, paths))
    checkpoint = kept.cosigned(head).written if head else ""
    return making.make(
        folder,
        wish,
        OfAMirror(),
        at=at,
        checkpoint=checkpoint,
        is_demo=False,
        is_root_relative=is_root_relative,
    )


def _is_quick(path: str, paths: tuple[str, ...]) -> bool:
    """Papers take seconds to set."""
    return path.startswith(paths) and not path.endswith((".pdf", ".docx", ".xlsx"))


def pages(folder: Path) -> dict[str, str]:
    """All pages by their path."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.html"))
    }


def links(page: str) -> list[str]:
    """Where it leads and what it shows, without the places on itself."""
    return [link for link in LINK.findall(page) if link]


def live_parts(page: str) -> list[str]:
    """What works with a server alone."""
    return re.findall(r"<(?:form|input|button|select|textarea|script|iframe)\b", page)


def closed_links(place: str, page: str) -> list[str]:
    """Links to where somebody works, or where a code is asked for."""
    whole = [urlsplit(link).path[1:] for link in links(page) if link.startswith(ORIGIN)]
    return [path for path in (*whole, *inside(place, page)) if path.split("/")[0] in CLOSED]


def inside(place: str, page: str) -> Iterator[str]:
    """The paths of the folder that a page leads to."""
    for link in links(page):
        if not urlsplit(link).scheme:
            yield normpath(join(dirname(place), unquote(link)))
