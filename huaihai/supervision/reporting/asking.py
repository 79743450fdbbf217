"""The page on which a file is handed to the cities."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotPossible
from huaihai.kit import clock
from huaihai.supervision import powers
from huaihai.supervision.models import Project
from huaihai.supervision.office.forms import ConfirmForm
from huaihai.supervision.office.shell import MENU_KEY, project_or_404
from huaihai.supervision.reporting import handing


@asking
@readers
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever leads hands the file over; what follows stands on the page."""
    found, actor = project_or_404(request, pk), actor_of(request)
    if not powers.leads(actor, found, on=clock.today()):
        raise Http404
    question = Question(
        current=MENU_KEY,
        title=_("Hand it to the cities for signing"),
        button=_("Write the text for signing"),
        back=found.office_url,
        back_label=found.title,
        lead=_(
            "A notice is written from the file: summary, main results, where all of it stands, and the fingerprint "
            "of the file. You can still change its words. Then it goes the way of every text: three reviews, the "
            "signatures of the cities that take part, publication. With the last signature the project is public."
        ),
        closed=_closed(found),
        context={"project": found},
    )
    return ask(
        request,
        question,
        form=lambda *sent: ConfirmForm(*sent, seen=found.version),
        act=lambda form: handing.hand_over(found, seen=form.version_seen, by=actor, at=clock.now()),
        done=_("The text is written. Read it, then hand it in for review."),
        to=lambda edition: reverse("office-publication", args=[edition.publication_id]),
    )


def _closed(found: Project) -> str:
    try:
        handing.waiting_file(found)
    except NotPossible as error:
        return str(error)
    return ""
