"""An edition as a message tells it: in the reader's language and script, read once for many receivers."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.education import markup
from huaihai.education.letters import addresses
from huaihai.education.models import Edition, PublicationVersion, WarnedProduct
from huaihai.education.translating.reading import reading
from huaihai.kit.local_words import in_script


@dataclass(frozen=True)
class Told:
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


def of_edition(edition: Edition) -> Told:
    """Reads the edition in the language in force."""
    publication = edition.publication
    version = edition.version or publication.current
    words = reading(version, get_language())
    is_withdrawal = edition.purpose == Edition.Purpose.WITHDRAWAL
    return Told(
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
