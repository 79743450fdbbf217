"""A spoiled article of our own, and small ways to publish."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from huaihai.education.content import Content
from huaihai.education.models import Publication
from huaihai.education.publications.publishing import draft, publish
from huaihai.members.actors import Actor

AT = datetime(2026, 11, 26, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
BY = Actor.system("test")

# Written for these tests; spoiled the way mirrors do it.
ARTICLE = """淮海經(jīng)濟(jì)區(qū)開(kāi)展電(diàn)水壺比較試驗(yàn)
2024年03月05日09:10 來(lái)源:演示消費(fèi)報(bào)
近日,消費(fèi)者組織買(mǎi)來(lái)20只電水壺,其中3只漏電(diàn)。
讓大家放心消費(fèi)、曖心消費(fèi),是我們(men)的目標(biāo)。
"""


def published(
    title: str = "水壶漏电怎么办",
    body: str = "先断电，再联系商家。",
    *,
    slug: str = "kettle",
    kind: str = "announcement",
    on: date = date(2026, 11, 20),
    position: int = 0,
) -> Publication:
    content = Content(title=title, body=body, source_name="演示来源", mark="law")
    written = draft(content, kind=kind, slug=slug, position=position, by=BY, at=AT)
    return publish(written, on=on, by=BY, at=AT)
