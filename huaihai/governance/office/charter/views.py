"""The charter in the office: all parts, one part, who answers, and withdrawing evidence."""

from functools import partial
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.governance import charter, standing
from huaihai.governance.actions import charter as acts
from huaihai.governance.models import CharterOwner, Evidence
from huaihai.governance.office.charter.forms import OwnerForm, WithdrawForm, body_words
from huaihai.governance.public.charter import shown
from huaihai.kit import clock
from huaihai.kit.paging import page_of

MENU_KEY = "charter"


@require_safe
@readers
def charter_page(request: HttpRequest) -> HttpResponse:
    """All parts: who answers, how much shows it."""
    counted = Evidence.objects.values_list("key").annotate(n=Count("pk", filter=Q(withdrawn_at=None)))
    numbers = dict(counted.order_by())
    parts = [(one, numbers.get(one.part.key, 0)) for one in shown.all_parts(clock.today())]
    return render(request, "governance/office/charter/all.html", {**frame(request, MENU_KEY), "parts": parts})


@require_safe
@readers
def part(request: HttpRequest, key: str) -> HttpResponse:
    """One part: owners, evidence, and what the reader may do about them."""
    found, actor, today = part_or_404(key), actor_of(request), clock.today()
    page = page_of(shown.with_links(Evidence.objects.filter(key=key)), request.GET.get("page"))
    owners = CharterOwner.objects.filter(key=key).select_related("organisation", "resolution")
    context = {
        **frame(request, MENU_KEY),
        "part": charter.with_live([found], today)[0],
        "owners": [(owner, body_words(owner.organisation)) for owner in owners[:20]],
        "page": page,
        "evidence": [
            (shown.shown(row), not row.is_withdrawn and acts.may_withdraw(actor, row, on=today))
            for row in page.rows
        ],
        "may_write": acts.writes_for(actor, key, on=today) is not None,
    }
    return render(request, "governance/office/charter/part.html", context)


@asking
@readers
def owner(request: HttpRequest, key: str) -> HttpResponse:
    """Naming the body that answers for a part."""
    found, actor, today = part_or_404(key), actor_of(request), clock.today()
    question = Question(
        current=MENU_KEY,
        title=_("%(part)s: who answers for it") % {"part": found.title},
        button=gettext_lazy("Name this body"),
        back=reverse("office-charter-part", args=[key]),
        back_label=found.title,
        is_shown=standing.is_office(actor, on=today),
        seen=lambda _last: acts.version_of(key),
        now=_named_now,
    )
    return ask(
        request,
        question,
        form=partial(
            OwnerForm,
            bodies=acts.bodies_to_name(today),
            seen=acts.version_of(key),
            initial={"from_on": today},
        ),
        act=lambda form: acts.name_owner(
            key=key, **form.facts(), seen=form.version_seen, by=actor, at=clock.now()
        ),
        done=gettext_lazy("Written down. It is public at once."),
        to=question.back,
    )


@asking
@readers
def withdrawal(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Withdrawing one piece of evidence."""
    actor = actor_of(request)
    row = get_object_or_404(shown.with_links(Evidence.objects.visible_to(actor)), pk=evidence_id)
    question = Question(
        current=MENU_KEY,
        title=gettext_lazy("Withdraw this evidence"),
        button=gettext_lazy("Withdraw it"),
        back=reverse("office-charter-part", args=[row.key]),
        back_label=part_or_404(row.key).title,
        lead=row.text,
        tone="late",
        is_shown=acts.may_withdraw(actor, row, on=clock.today()) and not row.is_withdrawn,
        now=lambda _row: "",
    )
    return ask(
        request,
        question,
        form=partial(WithdrawForm, seen=row.version),
        act=lambda form: acts.withdraw_evidence(
            row, **form.facts(), seen=form.version_seen, by=actor, at=clock.now()
        ),
        done=gettext_lazy("Withdrawn. It stays readable with your reason."),
        to=question.back,
    )


def part_or_404(key: str) -> charter.Part:
    """The part of this alliance with this key."""
    found = charter.part(alliance.load(), key)
    if found is None:
        raise Http404
    return found


def _named_now(last: CharterOwner) -> str:
    return _("Named now: %(body)s.") % {"body": body_words(last.organisation)}
