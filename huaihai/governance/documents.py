"""The signed files of resolutions and of the agreement, worked out again as they are kept."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huaihai.governance import verifying
from huaihai.governance.models import AgreementFile, Dossier
from huaihai.kit.signing import public_keys
from huaihai.record.verify.findings import line

AT_ONCE = 100


def findings() -> Iterator[str]:
    """Everything that does not fit."""
    for one in Dossier.objects.select_related("resolution").order_by("pk").iterator(AT_ONCE):
        yield from _of(one, _("signed file of resolution %(number)s") % {"number": one.resolution.number})
    for held in AgreementFile.objects.order_by("pk").iterator(AT_ONCE):
        yield from _of(held, _("signed file of the agreement %(key)s") % {"key": held.agreement_id})


def _of(held: Dossier | AgreementFile, name: str) -> Iterator[str]:
    file = verifying.wrap(held.content, key_id=held.key_id, signature=held.signature)
    try:
        wrong = [str(one.label) for one in verifying.problems(verifying.check(file, keys=public_keys()))]
        if verifying.content_hash(file) != held.content_hash:
            wrong.append(_("its hash is another one"))
    except verifying.NotReadable as error:
        wrong = [str(error)]
    yield from (line(name, _("does not fit"), one) for one in wrong)
