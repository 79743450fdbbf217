"""The first page of the office: what waits, for whom, until when."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huaihai.desk import waiting
from huaihai.desk.asking import show
from huaihai.desk.frame import actor_of, readers
from huaihai.governance import rotation, standing
from huaihai.governance.office.decisions import waiting_body, waiting_office
from huaihai.kit import clock


@readers
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the reader's body and for the office, and who is the secretariat today."""
    actor, now, today = actor_of(request), clock.now(), clock.today()
    body = actor.organisation
    speaks = standing.delegation_of(actor) is not None
    is_office = standing.is_office(actor, on=today)
    own = waiting_body.for_body(actor, body, now, speaks=speaks) if body else []
    of_office = waiting_office.for_office(actor, now) if is_office or not speaks else []
    return show(
        request,
        "governance/office/decisions/home.html",
        current="office",
        body=body,
        speaks=speaks,
        term=rotation.term_on(today),
        own=_with_days([*own, *waiting.of_other_rooms(actor, now)]),
        of_office=_with_days(of_office),
        sees_office=is_office or not speaks,
    )


def _with_days(rows: list[waiting.Waiting]) -> list[tuple[waiting.Waiting, str]]:
    today = clock.today()
    return [(row, waiting.in_words(row, today)) for row in rows]
