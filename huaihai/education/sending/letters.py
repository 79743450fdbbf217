"""An edition as a message: read once in each language, then title, plain text, simple HTML or an SMS a receiver."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.education import addresses, markup
from huaihai.education.models import Delivery, Edition, PublicationVersion, WarnedProduct
from huaihai.education.translating.reading import reading
from huaihai.kit import mail_subjects
from huaihai.kit.local_words import in_script
from huaihai.kit.spoken import moment
from huaihai.kit.templatetags.kit import platform_name


@dataclass(frozen=True)
class Message:
    """What stands in a message about one edition. `flag` says that it corrects or takes back what was sent; `whole`
    is the rest of the text, which the press gets."""

    kind: str
    flag: str
    title: str
    why: str
    is_withdrawal: bool
    is_urgent: bool
    summary: str
    to_do: list[str]
    products: list[str]
    harms: str
    whole: list[str]
    url: str
    signed: str
    out_at: datetime | None

    @property
    def head(self) -> str:
        """The title with what it is: 【更正·警示】…"""
        what = f"{self.flag}·{self.kind}" if self.flag else self.kind
        return f"【{what}】{self.title}"


def of_edition(edition: Edition) -> Message:
    """Reads the edition in the language in force."""
    publication = edition.publication
    version = edition.version or publication.current
    words = reading(version, get_language())
    is_withdrawal = edition.purpose == Edition.Purpose.WITHDRAWAL
    return Message(
        kind=publication.get_kind_display(),
        flag=_flag(edition),
        title=words.title,
        why=in_script(edition.reason if is_withdrawal else edition.change_note),
        is_withdrawal=is_withdrawal,
        is_urgent=edition.is_urgent,
        summary="" if is_withdrawal else words.summary or words.what,
        to_do=[] if is_withdrawal else _lines(words.to_do),
        products=[in_script(_product(row)) for row in version.products.all()],
        harms="" if is_withdrawal else words.harms,
        whole=[] if is_withdrawal else _whole(version),
        url=addresses.whole(publication.get_absolute_url()),
        signed=_signed(edition, version),
        out_at=edition.out_at,
    )


def _flag(edition: Edition) -> str:
    flags = {
        Edition.Purpose.UPDATE: pgettext("letter", "Correction"),
        Edition.Purpose.WITHDRAWAL: pgettext("letter", "Withdrawn"),
    }
    urgent = pgettext("letter", "Urgent") if edition.is_urgent else ""
    return flags.get(Edition.Purpose(edition.purpose), urgent)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _whole(version: PublicationVersion) -> list[str]:
    """All other words of the text, for who writes about it."""
    body = markup.plain_text(version.body, is_marked_up=version.is_marked_up)
    parts = (version.what, version.places, version.evidence, version.to_turn, body, "；".join(version.basis))
    return [line for part in parts for line in _lines(part)]


def _product(row: WarnedProduct) -> str:
    """电水壶 演示牌 DS-15（条码 690…；批号 A100-A199、B7）"""
    name = " ".join(filter(None, [row.name, row.brand, row.model]))
    marks = []
    if row.barcode:
        marks.append(_("barcode %(code)s") % {"code": row.barcode})
    if row.batches:
        marks.append(_("batches %(batches)s") % {"batches": "、".join(row.batches.split())})
    if row.made_from and row.made_until:
        span = {"first": row.made_from.isoformat(), "last": row.made_until.isoformat()}
        marks.append(_("made %(first)s to %(last)s") % span)
    return f"{name}（{'；'.join(marks)}）" if marks else name


def _signed(edition: Edition, version: PublicationVersion) -> str:
    """Who signed this text; where nobody had to, who publishes it."""
    said = (edition.submission, edition.text_hash)
    rows = edition.signatures.all()
    names = [row.body.short_name for row in rows if (row.submission, row.text_hash) == said]
    if not names:
        publisher = version.publication.publisher
        names = [publisher.short_name if publisher else alliance.load().short_name]
    return in_script("、".join(dict.fromkeys(names)))


MORE = 140  # characters of what to do that an SMS takes
BLANK_LINES = re.compile(r"\n\s*\n")
HOUSE = "zh-hans"  # the language of the press


@dataclass(frozen=True)
class Letter:
    """What is handed to the sender. An SMS has no title, no HTML and no headers."""

    text: str
    title: str = ""
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Desk:
    """Writes letters, and reads each edition once, however many are written about it."""

    def __init__(self) -> None:
        self.read: dict[tuple[Any, str], Message] = {}

    def letter(self, deliveries: Sequence[Delivery]) -> Letter:
        """One message to one receiver about one edition, or a digest of several."""
        first = deliveries[0]
        if first.press is not None:
            with translation.override(HOUSE):
                return _to_the_press(first, self._told(first.edition))
        subscription = first.subscription
        assert subscription is not None  # noqa: S101 # a constraint of the table
        with translation.override(subscription.language):
            told = [self._told(row.edition) for row in deliveries]
            links = {
                "change_url": addresses.of_subscription(subscription.pk),
                "end_url": addresses.ending(subscription.pk),
            }
            if first.channel == Delivery.Channel.SMS:
                return Letter(_sms(told, links["end_url"]))
            return _mail(told, is_digest=first.in_digest, links=links)

    def _told(self, edition: Edition) -> Message:
        key = (edition.pk, translation.get_language())
        if key not in self.read:
            self.read[key] = of_edition(edition)
        return self.read[key]


def _mail(told: list[Message], *, is_digest: bool, links: Mapping[str, str]) -> Letter:
    platform = platform_name(alliance.load())
    title = told[0].head
    if is_digest:
        title = _("%(platform)s: %(count)s for you. %(first)s") % {
            "platform": platform,
            "count": len(told),
            "first": told[0].head,
        }
    headers = {
        "List-Unsubscribe": f"<{links['end_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return _letter("subscriber", title, {"all_told": told, "has_page": True, **links}, headers)


def _to_the_press(delivery: Delivery, told: Message) -> Letter:
    press, edition = delivery.press, delivery.edition
    assert press is not None  # noqa: S101 # the caller looked
    opening, title = _opening(delivery, told)
    context = {
        "all_told": [told],
        "opening": opening,
        "person": press.person,
        "for_press": True,
        "has_page": delivery.notice == Delivery.Notice.OUT,  # before that there is none
        "piece_url": addresses.of_piece(press.pk, edition.publication_id),
        "end_url": addresses.of_contact(press.pk),
    }
    return _letter("press", title, context, {"List-Unsubscribe": f"<{context['end_url']}>"})


def _opening(delivery: Delivery, told: Message) -> tuple[str, str]:
    """The first line of a letter to the press, and its title."""
    if delivery.notice == Delivery.Notice.ADVANCE:
        until = {
            "moment": moment(delivery.embargo_at, today=date.min) if delivery.embargo_at else "",
            "title": told.head,
        }
        return (
            _("Embargo until %(moment)s. Please do not publish it before.") % until,
            _("Embargo until %(moment)s: %(title)s") % until,
        )
    if delivery.notice == Delivery.Notice.CALLED_OFF:
        return (
            _("This is called off. Please do not publish what we sent you in advance."),
            _("Called off, please do not publish: %(title)s") % {"title": told.title},
        )
    if told.is_withdrawal:
        return _("This is withdrawn. Please correct or take down what you have published."), told.head
    if told.flag and told.why:
        return _("This is corrected. Please correct what you have published."), told.head
    return _("Free to publish from now on."), told.head


def _letter(kind: str, title: str, context: dict[str, Any], headers: Mapping[str, str]) -> Letter:
    whole = {"alliance": alliance.load(), "title": title, **context}
    text = render_to_string(f"education/letters/{kind}.txt", whole)
    return Letter(
        title=mail_subjects.of_title(title),
        text=BLANK_LINES.sub("\n\n", text).strip() + "\n",
        html=render_to_string(f"education/letters/{kind}.html", whole),
        headers=headers,
    )


def _sms(told: list[Message], end_url: str) -> str:
    """[platform] the titles, what to do first, where to read on, how to stop."""
    said = "；".join(one.head for one in told)
    first = told[0]
    more = first.why or "".join(first.to_do) or first.summary
    return _("[%(platform)s] %(said)s. %(more)s More: %(url)s Stop: %(end)s") % {
        "platform": platform_name(alliance.load()),
        "said": said,
        "more": more[:MORE] if len(told) == 1 else "",
        "url": first.url,
        "end": end_url,
    }
