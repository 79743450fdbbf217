"""A warning of our own that two cities signed, its update and its withdrawal, without the desk's pages."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from huaihai.education.content import Content, Product, of_version
from huaihai.education.models import CoSignature, Edition, Publication, PublicationVersion, Reply
from huaihai.education.publications.publishing import draft, go_out, write_version
from huaihai.education.tests.cast import AT, BY
from huaihai.members.models import Organisation
from tests.posts import body, load_tree

XUZHOU, SUZHOU = "city:320300", "city:341300"
KETTLE = Product(
    name="电水壶",
    brand="演示牌",
    model="DS-15",
    barcode="6901234567892",
    batches="A100-A199\nB7",
    made_from=date(2026, 8, 1),
    made_until=date(2026, 9, 30),
    maker="演示电器厂",
)
WARNING = Content(
    title="两批电水壶可能漏电，请先停用",
    summary="演示牌 DS-15 电水壶，批号 A100–A199 和 B7。",
    cities=(XUZHOU, SUZHOU),
    topics=("G01",),
    what="两批电水壶的底座绝缘不合格，通电时可能漏电。",
    harms="家里有老人和孩子的家庭尤其要当心。",
    to_do="先拔掉插头，不再使用。\n看壶底的批号。\n留好购买凭证，找商家退货。",
    to_turn="所在城市的消协；有人触电先拨 120。",
    places="徐州、宿州的商场和网店",
    period_from=date(2026, 9, 1),
    period_until=date(2027, 3, 31),
    evidence="联盟比较试验：20 只样品中 3 只漏电。",
    severity=PublicationVersion.Severity.SEVERE,
    body="## 怎么认\n\n批号印在壶底，**第一行**就是。",
    products=(KETTLE,),
    basis=("《消费者权益保护法》第十八条",),
    source_name="演示来源",
    mark="law",
)


def a_warning(
    *,
    slug: str = "kettle-leak",
    kind: str = "warning",
    content: Content = WARNING,
    at: datetime = AT,
    signed_by: tuple[str, ...] = (XUZHOU, SUZHOU),
    is_urgent: bool = False,
    **changes: Any,
) -> Publication:
    """A text that went out at this moment, signed by the bodies. `changes` replace parts of its content."""
    if not Organisation.objects.exists():
        load_tree()
    written = draft(replace(content, **changes), kind=kind, slug=slug, by=BY, at=at)
    return goes_out(
        written, "first", at=at, version=written.current, signed_by=signed_by, is_urgent=is_urgent
    )


def an_update(
    publication: Publication,
    *,
    at: datetime = AT + timedelta(hours=2),
    change_note: str = "批号更正：不是 B7，是 B8。",
    signed_by: tuple[str, ...] = (XUZHOU, SUZHOU),
    **changes: Any,
) -> Publication:
    """Another version goes out; without `changes` the wrong batch is put right."""
    changes = changes or {"products": (replace(KETTLE, batches="A100-A199\nB8"),)}
    content = replace(of_version(publication.current), **changes)
    version = write_version(publication, content, by=BY, at=at)
    return goes_out(
        publication, "update", at=at, version=version, change_note=change_note, signed_by=signed_by
    )


def a_withdrawal(
    publication: Publication,
    *,
    at: datetime = AT + timedelta(hours=4),
    reason: str = "复检全部合格，原结论有误。",
    signed_by: tuple[str, ...] = (XUZHOU, SUZHOU),
) -> Publication:
    """It is taken back, with a reason."""
    return goes_out(publication, "withdrawal", at=at, reason=reason, signed_by=signed_by)


def a_reply(publication: Publication, text: str = "我们已经停售这两批。", *, at: datetime = AT) -> Reply:
    """What a named business that is not in the register answered."""
    return Reply.objects.create(
        publication=publication, name="演示电器行", asked_at=at, due_at=at, text=text, answered_at=at
    )


def goes_out(
    publication: Publication,
    purpose: str,
    *,
    at: datetime,
    signed_by: tuple[str, ...] = (XUZHOU, SUZHOU),
    **said: Any,
) -> Publication:
    """One edition, signed by the bodies, goes out."""
    edition = Edition.objects.create(
        publication=publication,
        number=publication.editions.count() + 1,
        purpose=purpose,
        stage="signing",
        needed=len(signed_by),
        opened_by=BY.key,
        opened_at=at,
        **said,
    )
    for key in signed_by:
        CoSignature.objects.create(
            edition=edition, body=body(key), text_hash=edition.text_hash, by=BY.key, at=at
        )
    return go_out(edition, by=BY, at=at)
