"""What of a case is meant for the business that answers now.

Another business may have been invited before, by mistake: its words and files stay between it and the bodies.
And what the consumer adds after taking the consent back does not go out any more.
"""

from django.db.models import Q, QuerySet

from huaihai.cases import lifecycle
from huaihai.cases.models import Case, Consent, Evidence, Offer
from huaihai.record import events


def since(case: Case) -> int:
    """The number of the event that put this business in the place of one invited before it; 0 if there was none."""
    number, was_invited = 0, False
    for event in events.history(case.record_key).filter(verb__in=("invite", "correct_business")):
        was_invited = was_invited or event.verb == "invite"
        if was_invited and event.facts.get("was", "") not in ("", str(case.business_id)):
            number = event.number
    return number


def offers(case: Case) -> "QuerySet[Offer]":
    """What this business and the consumer proposed to each other, oldest first: offers, counter-offers, and a
    standing offer that was taken."""
    verbs = ("offer", "counter", "settle_at_once")
    return case.offers.filter(pk__in=[key for verb in verbs for key in _named(case, verb, "offer")])


def evidence(case: Case) -> "QuerySet[Evidence]":
    """What the consumer shares with the business, and what this business handed in."""
    consumers = Q(party=lifecycle.CONSUMER)
    consents = case.consents.filter(purpose=Consent.Purpose.BUSINESS)
    if not consents.filter(withdrawn_at=None).exists():
        last = consents.order_by("withdrawn_at").last()
        consumers &= Q(added_at__lte=last.withdrawn_at) if last else Q(pk__in=[])
    own = Q(party=lifecycle.BUSINESS, sha256__in=_named(case, "add_evidence", "sha256"))
    return case.evidence.filter(consumers | own)


def _named(case: Case, verb: str, fact: str) -> list[str]:
    """What the events of this verb name, as far as they are this business's."""
    rows = events.history(case.record_key).filter(verb=verb, number__gt=since(case))
    return [str(event.facts[fact]) for event in rows if fact in event.facts]
