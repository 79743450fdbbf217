"""What stands on an article in the rooms above the law: grounds of funds, duties, sentences of letters and pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huaihai import alliance
from huaihai.alliance import Alliance
from huaihai.businesses import standing_law
from huaihai.cases.business import law_words
from huaihai.compensation.grounds import GROUNDS
from huaihai.governance import charter
from huaihai.kit import local_words
from huaihai.kit.text.scripts import to_simplified
from huaihai.law.library import Article
from huaihai.law.library.citations import articles_of, find
from huaihai.law.library.entries import Words


@dataclass(frozen=True)
class Use:
    """One thing that the product says or does, where it is met (`address`: a name of a page, or ""), and its basis."""

    words: Words | Promise | str
    where: Promise | str
    citation: str
    address: str = ""

    @property
    def said(self) -> str:
        """The words in the reader's language."""
        return local_words.said(self.words) if isinstance(self.words, Words) else str(self.words)

    @property
    def url(self) -> str:
        """The page where it is met, if anyone may open it."""
        return reverse(self.address) if self.address else ""


_CONSUMER_LAW: Final = "消费者权益保护法"
TOLD: Final = (
    Use(
        _(
            "Your data are used with your consent, go to others only with it, and you may see, correct and delete them."
        ),
        _("Privacy and your data"),
        "个人信息保护法第13条、第14条、第23条、第44条至第47条",
        "privacy",
    ),
    Use(
        _("One dispute is mediated by one body: the regulator may refuse what an association has taken."),
        _("Before you complain"),
        "121号令第16条第1款第2项",
        "file-start",
    ),
    Use(
        _("A mediation agreement says what is done, how and until when; an oral one is recorded."),
        pgettext_lazy("law library", "Mediation agreements"),
        "人民调解法第28条至第30条",
    ),
    Use(
        _("Mediation costs nothing."), pgettext_lazy("law library", "Mediation agreements"), "人民调解法第4条"
    ),
    Use(
        _("At most one offer is open in a case; a counter-offer answers the one before."),
        _("Offers in a case"),
        "民法典第488条",
    ),
    Use(
        _("The region is drawn as tiles, not as a map."),
        _("Phones and addresses"),
        "地图管理条例第15条、第17条；测绘法第38条",
        "bodies",
    ),
)


def on(article: Article) -> tuple[Use, ...]:
    """What stands on this article, in the order of the rooms."""
    return _by_article(alliance.load().folder, get_language() or "").get(article.path, ())


def every(ours: Alliance) -> Iterator[Use]:
    """All of it; words in the language that is set."""
    for ground in GROUNDS:
        yield Use(ground.label, _("Grounds on which a fund pays first"), ground.article, "advance-payment")
    for more in standing_law.ALL:
        yield Use(Words(more.zh, more.en), _("Said beside a standing offer that gives less"), more.article)
    for duty in charter.duties(ours):
        yield Use(duty.words, _("Duties of the associations"), duty.article, "alliance-nine")
    for other in charter.not_ours(ours):
        yield Use(other.words, _("What is not the associations' business"), other.article, "alliance-nine")
    sentences = dict.fromkeys(said for group in law_words.BY_NATURE.values() for said in group)
    for said in sentences:
        where = _("In letters to businesses, in short")
        yield Use(said.text, where, f"{_CONSUMER_LAW}第{said.article}条")
    yield from TOLD


@lru_cache(maxsize=8)
def _by_article(folder: Path, language: str) -> Mapping[str, tuple[Use, ...]]:
    found: dict[str, list[Use]] = {}
    for use in every(alliance.load(folder)):
        places = find(to_simplified(use.citation))  # the data follow the reader's script
        for path in dict.fromkeys(article.path for place in places for article in articles_of(place)):
            found.setdefault(path, []).append(use)
    return {path: tuple(uses) for path, uses in found.items()}
