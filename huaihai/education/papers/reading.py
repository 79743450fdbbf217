"""A publication as a paper: its shown version, who signed, when; in the language of the text."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai import alliance
from huaihai.education.models import Edition, Publication, PublicationVersion
from huaihai.education.papers import addresses, sections
from huaihai.education.papers.paper import Paper, Withdrawn
from huaihai.education.public.warnings import said, text
from huaihai.kit.local_words import in_script
from huaihai.kit.spoken import full_day

TONES = {"warning": "late", "exposure": "late", "tip": "warn"}


def of_publication(publication: Publication, *, base: str, longest: int = sections.LONGEST) -> Paper:
    """The paper of what is read now, no line over `longest`; `base` is scheme and host of its address."""
    known = {code for code, _name in settings.LANGUAGES}
    language = publication.language.lower()
    with translation.override(language if language in known else settings.LANGUAGE_CODE):
        return _paper(publication, base, longest)


def _paper(publication: Publication, base: str, longest: int) -> Paper:
    out = said.editions(publication)
    withdrawal = said.last_reason(publication, out)
    version = publication.current
    words = sections.NOTHING
    if not publication.is_withdrawn:
        words = sections.of_version(publication, version, longest=longest)
    signers = _signers(publication, withdrawal or said.of_version(out, version))
    house = alliance.load()
    return Paper(
        kind=str(publication.get_kind_display()),
        tone=TONES.get(publication.kind, "info"),
        platform=in_script(house.platform_name),
        tagline=in_script(house.tagline),
        demo=_("demo data") if settings.DEMO else "",
        title=_("An exposure that ended") if text.is_silent(publication) else version.title,
        lead="" if publication.is_withdrawn else version.summary,
        sections=words.sections,
        products=words.products,
        count=words.count,
        core=words.core,
        is_cut=words.is_cut,
        withdrawn=_withdrawn(publication, withdrawal),
        signers=signers,
        signed=_signed(signers),
        dated=_dated(publication, out, version),
        phone="、".join(_phones(version)),
        language=publication.language,
        url=f"{base}{publication.get_absolute_url()}",
        short=addresses.short(publication, base),
    )


def _withdrawn(publication: Publication, withdrawal: Edition | None) -> Withdrawn | None:
    if not publication.is_withdrawn:
        return None
    head = pgettext("poster", "Withdrawn")
    if withdrawal is None or withdrawal.out_at is None:
        return Withdrawn(head, _("Please do not pass it on and take down what hangs."), "")
    words = _("This text was withdrawn on %(day)s. Please do not pass it on and take down what hangs.")
    is_told = withdrawal.reason and not text.is_silent(publication)  # an exposure that ended names nobody
    reason = _("Reason:") + withdrawal.reason if is_told else ""
    return Withdrawn(head, words % {"day": full_day(withdrawal.out_at)}, reason)


def _signers(publication: Publication, edition: Edition | None) -> tuple[str, ...]:
    names = [row.body.short_name for row in said.signed(edition)] if edition else []
    if not names:
        publisher = publication.publisher
        names = [publisher.short_name if publisher else alliance.load().short_name]
    return tuple(dict.fromkeys(in_script(name) for name in names))


def _signed(signers: tuple[str, ...]) -> str:
    joined = {"names": "、".join(signers)}
    if len(signers) > 1:
        return _("Published jointly by %(names)s") % joined
    return _("Published by %(names)s") % joined


def _dated(publication: Publication, out: list[Edition], version: PublicationVersion) -> str:
    """When it went out, when it was corrected, and how many texts went out so far."""
    first = publication.first_out_at or publication.published_on
    days = [_("published on %(day)s") % {"day": full_day(first)}] if first else []
    texts = [edition for edition in out if edition.version_id is not None]
    if len(texts) > 1 and texts[-1].out_at is not None:
        days.append(_("corrected on %(day)s") % {"day": full_day(texts[-1].out_at)})
    number = len(texts) or version.number
    return " · ".join([*days, pgettext("poster", "version %(number)d") % {"number": number}])


def _phones(version: PublicationVersion) -> Iterator[str]:
    """The lines of the cities concerned; those of all, where it concerns none."""
    codes = {key.removeprefix("city:") for key in version.cities}
    cities = [city for city in alliance.load().cities if not codes or city.code in codes]
    yield from dict.fromkeys(city.phone for city in cities if city.phone)
