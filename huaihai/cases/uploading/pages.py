"""The page at the desk that shows the QR, and the page on the consumer's phone behind it: no sign-in, no cookie.

The code in the address is the only key. So the phone's page is never cached and never named to another site.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from huaihai.cases.consumer.filing.papers import EvidenceFields, take_files
from huaihai.cases.desk.pages import situation_of
from huaihai.cases.models import Case, UploadCode
from huaihai.cases.situation import CASEWORK
from huaihai.cases.uploading import verbs
from huaihai.cases.uploading.verbs import CodeOver
from huaihai.desk import codes
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of, whole

CODES = "upload_codes"  # session key: case → its code
MOST_CODES = 20
BRAKE = Brake("upload", most=120, seconds=600)
NOT_FOUND, TOO_MANY = 404, 429


@guards.staff(*CASEWORK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The QR for this case, and what has come; the button makes a new one."""
    situation = situation_of(request, case_id)
    case = situation.case
    if not situation.parties or case.stage == "draft":
        raise Http404
    if request.method == "POST":
        try:
            made = verbs.make_code(case, by=situation.actor, at=clock.now())
        except (NotPossible, NotAllowed):
            messages.error(request, _("This case takes no files any more."))
            return HttpResponseRedirect(reverse("desk-case", args=[case_id]))
        _keep(request, case, made)
        return HttpResponseRedirect(request.path)
    ours = case.upload_codes.filter(ended_at=None, made_by__startswith="account:")  # not the consumer's own
    held = ours.filter(expires_at__gt=clock.now()).first()
    address = _address(request, case) if held else ""
    context = {
        "case": case,
        "held": held,
        "address": address,
        "qr": mark_safe(codes.qr(address, scale=7).decode()) if address else "",  # noqa: S308 -- drawn by us
        "files": case.evidence.count(),
        "is_open": not case.is_final,
    }
    return render(request, "cases/uploading/code.html", context)


def by_code(view: Callable[[HttpRequest, UploadCode], HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens the code for the view. Whatever is wrong with it looks the same, and nobody tries many."""

    @wraps(view)
    def opened(request: HttpRequest, code: str) -> HttpResponse:
        if not BRAKE.lets_through(network_of(request)):
            answer = render(request, "cases/uploading/over.html", {"is_slow": True}, status=TOO_MANY)
        else:
            try:
                answer = view(request, verbs.open_code(code, at=clock.now()))
            except CodeOver:
                answer = render(request, "cases/uploading/over.html", status=NOT_FOUND)
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    return guards.public(csrf_exempt(opened))


@by_code
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest, held: UploadCode) -> HttpResponse:
    """Choose pictures and send them. Nothing of the case stands here but its number."""
    form = EvidenceFields(request.POST) if request.method == "POST" else EvidenceFields()
    taken = 0
    if request.method == "POST":
        before = held.case.evidence.count()
        try:
            refused = take_files(request, held.case, by=verbs.actor_of(held))
        except NotPossible as error:
            raise CodeOver from error
        taken = held.case.evidence.count() - before
        if not request.FILES:
            refused = [_("Please choose at least one file.")]
        for words in refused:
            form.add_error("upload", words)
    context = {"case": held.case, "form": form, "taken": taken, "until": held.expires_at}
    return render(request, "cases/uploading/phone.html", context)


def _keep(request: HttpRequest, case: Case, made: str) -> None:
    """The code, so that the page that shows it can be opened again in this session."""
    held = {**request.session.get(CODES, {}), str(case.pk): made}
    request.session[CODES] = dict(list(held.items())[-MOST_CODES:])


def _address(request: HttpRequest, case: Case) -> str:
    """Where the QR leads, as long as this session knows the code; else nothing."""
    code = request.session.get(CODES, {}).get(str(case.pk))
    if not code:
        return ""
    return whole(request, reverse("upload", args=[code]))
