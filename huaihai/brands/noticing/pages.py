"""The list of notices, an objection, the dossier of an admission; and for staff, how an objection is decided."""

from functools import partial
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.brands import moving, standing
from huaihai.brands.catalogue.pages import entry_or_404
from huaihai.brands.life import LIVE
from huaihai.brands.models import Entry, Notice, NoticeObjection
from huaihai.brands.noticing import facts, objections
from huaihai.brands.noticing.objections import ObjectionWords
from huaihai.brands.office import shell
from huaihai.brands.office.forms import OutcomeForm
from huaihai.brands.office.shell import take_part
from huaihai.brands.pages import Gate, OnePhotoForm, send_in
from huaihai.desk import hearing
from huaihai.desk.asking import Question, asking
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.kit import clock, guards
from huaihai.kit.filestore import file_response
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.kit.paging import page_of
from huaihai.kit.signing import canonical
from huaihai.kit.text.normalise import show_bidi
from huaihai.members.actors import Actor

GATE: Final = Gate("brand-objection", in_all=300)


@asking
@readers
def objection_for_staff(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One objection; the first of the two proposes how it ends."""
    row = _objection_or_404(request, pk)
    actor = actor_of(request)
    waiting = [one for one in moving.open_decisions(row.entry) if one.about_key == str(row.pk)]
    is_open = row.state == NoticeObjection.State.OPEN and not waiting
    may_part = is_open and shell.is_outsider(actor, row.entry)
    has_conflict = shell.has_declared(actor, row.entry) and not shell.is_free(actor, row.entry)
    question = Question(
        current=shell.MENU_KEY,
        title=_("Objection %(number)s") % {"number": row.number},
        button=_("Propose this decision"),
        back=row.entry.office_url,
        back_label=row.entry.name,
        template="brands/noticing/objection_office.html",
        context=_told(request, row)
        | {
            "may_propose": may_part and not has_conflict,
            "has_conflict": may_part and has_conflict,
            "waiting": shell.waiting(actor, waiting),
        },
    )
    return take_part(
        request,
        question,
        form=partial(OutcomeForm, about=objections.ABOUT),
        act=lambda form: objections.propose(row, **form.cleaned_data, by=actor, at=clock.now()),
        done=_("Your proposal is stored. Somebody of another city agrees or not."),
        to=row.entry.office_url,
    )


@require_safe
@readers
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The photo that came with an objection."""
    row = _objection_or_404(request, pk)
    if not row.paper_sha256:
        raise Http404
    return file_response(
        sha256=row.paper_sha256, kind=row.paper_kind, name=row.number, derivative=row.paper_derivative
    )  # type: ignore[return-value]  # a streaming answer


def _told(request: HttpRequest, row: NoticeObjection) -> dict[str, Any]:
    """What is shown of it; how to reach somebody, only to whoever may ask them."""
    actor = actor_of(request)
    decides = shell.is_outsider(actor, row.entry) and shell.is_free(actor, row.entry)
    may_ask = acts_as_office(request) or decides
    return {
        "objection": row,
        "entry": row.entry,
        "words": show_bidi(row.why),
        "contact": row.contact if may_ask else "",
        "due_on": hearing.last_day(row),
        "is_late": row.state == NoticeObjection.State.OPEN and hearing.last_day(row) < clock.today(),
    }


def _objection_or_404(request: HttpRequest, pk: UUID) -> NoticeObjection:
    rows = NoticeObjection.objects.filter(entry__in=Entry.objects.visible_to(actor_of(request)))
    rows = rows.select_related("entry__body", "entry__business", "entry__place", "notice__round")
    found: NoticeObjection | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


class ObjectionForm(OnePhotoForm):
    """What somebody objects and why; a photo and a contact if they like."""

    photo_name = "paper"

    what = Line(
        label=gettext_lazy("What do you object to?"),
        help_text=gettext_lazy("In one line, without names and numbers of persons."),
        max_length=objections.LONGEST_WHAT,
    )
    why = Words(
        label=gettext_lazy("Why? What do you know, and from where?"),
        help_text=gettext_lazy("Only staff reads it. How your objection is decided, and why, is public."),
        max_length=objections.LONGEST_WHY,
    )
    contact = Line(
        label=gettext_lazy("How we may reach you"),
        help_text=gettext_lazy(
            "Only if we may ask you something. You can stay unknown. It is stored encrypted, and erased half a year "
            "after the decision."
        ),
        max_length=objections.LONGEST_CONTACT,
        required=False,
    )

    def __init__(self, *args: Any, is_late: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.add_photos("paper", _("A photo, or a photo of a paper"))
        if is_late:
            for name in ("contact", "photos_paper", "kept_paper"):
                del self.fields[name]
            self.photo_names = ()
        name_what_is_needed(self)

    def said(self) -> ObjectionWords:
        """The objection in words."""
        held = self.cleaned_data
        return ObjectionWords(held["what"], held["why"], held.get("contact", ""), self.photo())


@require_safe
@guards.same_for_all
def notices(request: HttpRequest) -> HttpResponse:
    """The notices that stand, the newest first; none while there is no basis."""
    today = clock.today()
    gives_title = standing.gives_title(today)
    rows = Notice.objects.filter(ended_at=None).select_related(*facts.HEAD)
    page = page_of(
        rows.order_by("-from_on", "-at", "pk") if gives_title else rows.none(), request.GET.get("page")
    )
    context = {"page": page, "rows": facts.notices(page.rows, today), "gives_title": gives_title}
    return render(request, "brands/noticing/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """Object while the notice stands; later it is a report about conduct."""
    notice = _notice_or_404(number)
    is_late = not hearing.is_in_time(notice, clock.today())

    def act(form: ObjectionForm) -> str:
        by, at = Actor.public(), clock.now()
        if is_late:
            objections.report_late(notice, form.said(), by=by, at=at)
            return reverse("brand-objection-late", args=[notice.entry.number])
        made = objections.object_to(notice, form.said(), by=by, at=at)
        return reverse("brand-objection-received", args=[made.number])

    return send_in(
        request,
        "brands/noticing/objection.html",
        gate=GATE,
        too_many=_("Too much came from your network. Please try again in an hour."),
        form=partial(ObjectionForm, is_late=is_late),
        act=act,
        context={
            "entry": notice.entry,
            "until": hearing.last_day(notice),
            "is_late": is_late,
            "back_url": notice.entry.get_absolute_url(),
        },
    )


@require_safe
@guards.public
def received(request: HttpRequest, number: str) -> HttpResponse:
    """It has arrived; its number, and what happens next."""
    return render(request, "brands/noticing/received.html", {"number": number})


@require_safe
@guards.public
def received_late(request: HttpRequest, number: str) -> HttpResponse:
    """It has arrived as a report about conduct."""
    return render(request, "brands/noticing/received.html", {"entry": entry_or_404(number)})


@require_safe
@guards.public
def dossier(request: HttpRequest, number: str) -> HttpResponse:
    """The dossier of the newest admission, exactly the bytes that its hash is over."""
    told = facts.admission(entry_or_404(number)) if standing.gives_title(clock.today()) else None
    if told is None or told["dossier"] is None:
        raise Http404
    return HttpResponse(
        canonical(told["dossier"].content),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="dossier-{number}.json"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _notice_or_404(number: str) -> Notice:
    """The newest notice of this entry, while there is a basis and the entry is there."""
    entry = entry_or_404(number)
    notice = facts.newest_notice(entry)
    if notice is None or entry.stage not in LIVE or not standing.gives_title(clock.today()):
        raise Http404
    return notice
