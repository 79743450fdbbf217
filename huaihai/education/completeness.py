"""What a text must say before it may be handed in."""

from django.utils.translation import gettext as _

from huaihai.desk.lives import Unfit
from huaihai.education import markup
from huaihai.education.models import Edition, Exposure, Publication, PublicationVersion

NEEDED_OF_WARNINGS = ("what", "to_do", "severity")
CO_SIGNED = (
    Publication.Kind.WARNING,
    Publication.Kind.TIP,
    Publication.Kind.NOTICE,
)  # it goes to readers of all cities


def require(edition: Edition) -> None:
    """Raises Unfit, which names the first part that is missing."""
    if edition.version is None:
        return
    for field, said in missing(edition.version, kind=edition.publication.kind):
        raise Unfit(field, said)


def missing(version: PublicationVersion, *, kind: str) -> list[tuple[str, str]]:
    """The parts that are missing, each as field and what to do."""
    told = {
        "what": _("Please say what the danger is."),
        "to_do": _("Please say what people should do."),
        "severity": _("Please say how bad it may get."),
    }
    found = [
        (part, told[part])
        for part in NEEDED_OF_WARNINGS
        if kind == Publication.Kind.WARNING and not getattr(version, part)
    ]
    if kind in CO_SIGNED and not version.cities:
        found.append(("cities", _("Please tick the cities that it concerns: they sign it.")))
    if not (version.body or version.what):
        found.append(("body", _("There is no text yet.")))
    if (
        kind == Publication.Kind.EXPOSURE
        and not Exposure.objects.filter(
            publication=version.publication_id, stage="ready", checked_hash=version.document_hash
        ).exists()
    ):
        found.append(("title", _("An exposure is handed in on its own page, after the business was told.")))
    known = set(version.publication.pictures.values_list("number", flat=True))
    for block in markup.blocks(version.body, is_marked_up=version.is_marked_up):
        if block.kind == "picture" and block.number not in known:
            found.append(("body", _("There is no picture %(n)s.") % {"n": block.number}))
        elif block.kind == "picture" and not block.lines[0]:
            found.append(("body", _("Please say what picture %(n)s shows.") % {"n": block.number}))
    return found
