"""Everything that can become of a forwarded case, for the tests of its list."""

from datetime import datetime, timedelta

from huaihai.cases.models import Case
from huaihai.cases.verbs import fulfilment, negotiation, routing
from tests import cast as people
from tests.scenes import remembered

NOW = people.TUESDAY
LATER = NOW + timedelta(days=20)  # the day the list is looked at


def sent(cast: people.Cast, at: datetime = NOW, *, filed_at: datetime | None = None) -> Case:
    case = people.filed(filed_at or at).case
    routing.forward(case, to=cast.lead, assessment="Receipt and photos fit.", by=cast.wang, at=at)
    return case


def taken(cast: people.Cast, at: datetime = NOW) -> Case:
    case = sent(cast)
    routing.take(case, by=cast.zhao, at=at)
    return case


@remembered
def every_fate(cast: people.Cast) -> dict[str, Case]:
    """One case for everything that can become of a forwarded one."""
    days = [NOW + timedelta(days=number) for number in range(20)]
    cases = {
        "waiting_late": sent(cast),
        "waiting": sent(cast, LATER),
        "sent_late": sent(cast, days[12], filed_at=NOW),
        "taken_late": taken(cast, days[9]),
        "recalled": sent(cast),
        "sent_back_untaken": sent(cast),
        "sent_back": taken(cast),
        "sent_again": sent(cast),
        "withdrawn_untaken": sent(cast),
        "admitted": taken(cast),
        "declined_late": taken(cast),
        "settling": people.negotiating(cast),
        "settled": people.offered(cast)[0],
    }
    routing.recall(cases["recalled"], text="One paper was missing.", by=cast.wang, at=days[1])
    for name in ("sent_back_untaken", "sent_back", "sent_again"):
        routing.send_back(cases[name], text="Not our city.", by=cast.zhao, at=days[1])
    routing.forward(cases["sent_again"], to=cast.lead, assessment="It is yours.", by=cast.wang, at=days[2])
    routing.take(cases["sent_again"], by=cast.zhao, at=days[3])
    fulfilment.withdraw(cases["withdrawn_untaken"], by=people.li(cases["withdrawn_untaken"]), at=days[1])
    routing.admit(cases["admitted"], by=cast.zhao, at=days[6])
    routing.decline(cases["declined_late"], ground="ALL-REPORT", text="A report.", by=cast.zhao, at=days[18])
    offer = cases["settled"].offers.get()
    negotiation.accept(cases["settled"], offer=offer, by=people.li(cases["settled"]), at=days[1])
    fulfilment.confirm(cases["settled"], by=people.li(cases["settled"]), at=days[2])
    return cases
