"""Keeping a version of the agreement as one signed file, at each verb that changes what the file says."""

import hashlib
from datetime import datetime

from huaihai.governance.agreement import proof
from huaihai.governance.models import AgreementFile, AgreementVersion
from huaihai.kit import signing


def keep(version: AgreementVersion, *, at: datetime) -> AgreementFile:
    """Sign the version as it stands and keep the file, in the transaction of the verb that locked it."""
    spelt = signing.canonical(proof.content(version, at=at))
    signed = signing.sign(spelt)
    return AgreementFile.objects.create(
        agreement=version,
        content=spelt.decode(),
        content_hash=hashlib.sha256(spelt).hexdigest(),
        key_id=signed.key_id,
        signature=signed.value,
        made_at=at,
    )
