"""Which of the consumer's consents stand, and which body reads a case only with one (PIPL 23)."""

from huaihai.cases.models import Case, Consent
from huaihai.members.models import Organisation
from huaihai.members.rings import city_of


def has_consent(case: Case, purpose: str) -> bool:
    """Whether the consumer's consent to this purpose stands."""
    return case.consents.filter(purpose=purpose, withdrawn_at=None).exists()


def may_help(case: Case, body: Organisation) -> bool:
    """Whether this body may be asked to help, and read on: it is of a city that has to do with the case anyway, or the
    consumer agrees to another one."""
    cities = city_of(case.home_id), city_of(case.responsible_id)
    return city_of(body.pk) in cities or has_consent(case, Consent.Purpose.OTHER_BODY)
