"""Voting for one's body, one question a page; the office opens a written vote, breaks it off, counts it."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import CONFLICT, asking, how_it_stands, press, refused, renewed, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import Moved, NotAllowed, NotPossible
from huaihai.governance import effects, forms, history, membership, standing
from huaihai.governance.history import name_of
from huaihai.governance.models import Choice, Count, Motion, Vote
from huaihai.governance.motions import facts, voting
from huaihai.governance.motions.pages import MENU, MOTIONS, address, motion_or_404
from huaihai.kit import clock, guards
from huaihai.members.models import Account, Organisation


@readers
@asking
def vote(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For, against or abstention, with the whole text above it."""
    motion, body = motion_or_404(request, pk), _own_body(request)
    if request.method == "POST":
        return _vote(request, motion, body)
    kept = guards.kept_post(request)
    form = forms.VoteForm(kept or None, initial={"text_seen": motion.document_hash})
    question = MOTIONS.question(actor_of(request), motion, "vote", pgettext_lazy("button", "Vote"))
    if question.closed:
        return refused(request, question, how_it_stands(motion), form if kept else None)
    if voting.standing_vote(motion, body) is not None:
        return HttpResponseRedirect(reverse("office-motion-own-vote", args=[motion.pk]))
    return _page(request, motion, body, form, kept=bool(kept))


@readers
@require_safe
def own(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What counted for the reader's body."""
    motion, body = motion_or_404(request, pk), _own_body(request)
    held = voting.standing_vote(motion, body)
    if held is None:
        return HttpResponseRedirect(address(motion))
    return show(
        request, "governance/office/decisions/own_vote.html", current=MENU, **_counted(request, motion, held)
    )


@readers
@asking
def taking_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The body takes its vote back and may vote again."""
    motion, body = motion_or_404(request, pk), _own_body(request)
    return press(
        request,
        MOTIONS.question(actor_of(request), motion, "withdraw vote", _lazy("Take your vote back")),
        lambda _seen: voting.withdraw(motion, body, by=actor_of(request), at=clock.now()),
        done=_lazy("Your body's vote is taken back. It can vote again while the vote is open."),
        to=address(motion),
    )


def _vote(request: HttpRequest, motion: Motion, body: Organisation) -> HttpResponse:
    form = forms.VoteForm(request.POST)
    if not form.is_valid():
        return _page(request, motion, body, form)
    given = form.cleaned_data
    try:
        held = voting.cast_vote(
            motion,
            body,
            choice=Choice(given["choice"]),
            reason=given["reason"],
            text_seen=given["text_seen"],
            by=actor_of(request),
            at=clock.now(),
        )
    except Moved as error:
        form = renewed(form, "text_seen", error.row.document_hash)
        return _page(request, motion_or_404(request, motion.pk), body, form, status=CONFLICT, changed=True)
    except (NotPossible, NotAllowed) as error:
        return _not_counted(request, motion, body, form, str(error))
    messages.success(
        request, _("Your body's vote counts: %(choice)s.") % {"choice": held.get_choice_display()}
    )
    return HttpResponseRedirect(reverse("office-motion-own-vote", args=[motion.pk]))


def _not_counted(
    request: HttpRequest, motion: Motion, body: Organisation, form: Any, why: str
) -> HttpResponse:
    """Somebody was quicker, or the vote is closed. The same person sending the same twice is no conflict."""
    motion = motion_or_404(request, motion.pk)
    held = voting.standing_vote(motion, body)
    if held is None or motion.stage != "voting":
        return refused(
            request,
            MOTIONS.question(actor_of(request), motion, "vote", pgettext_lazy("button", "Vote")),
            why,
            form,
        )
    given = form.cleaned_data
    if (held.cast_by, held.choice) == (actor_of(request).key, given["choice"]) and held.reason == given[
        "reason"
    ]:
        return HttpResponseRedirect(reverse("office-motion-own-vote", args=[motion.pk]))
    return show(
        request,
        "governance/office/decisions/own_vote.html",
        current=MENU,
        status=CONFLICT,
        typed_choice=Choice(given["choice"]).label,
        typed_reason=given["reason"],
        is_same=held.choice == given["choice"],
        **_counted(request, motion, held),
    )


def _page(
    request: HttpRequest,
    motion: Motion,
    body: Organisation,
    form: django_forms.Form,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    parent = motion.amends
    return show(
        request,
        "governance/office/decisions/vote.html",
        current=MENU,
        status=status,
        motion=motion,
        name=name_of(motion),
        body=body,
        form=form,
        effects=effects.in_words(motion.effects),
        terms=history.terms_in_words(motion) if motion.terms else "",
        difference=facts.difference(parent.text, motion.text) if parent else None,
        **more,
    )


def _counted(request: HttpRequest, motion: Motion, held: Vote) -> dict[str, Any]:
    _kind, _colon, key = held.cast_by.partition(":")
    is_mine = held.cast_by == actor_of(request).key
    account = None if is_mine else Account.objects.filter(pk=key).first()
    return {
        "motion": motion,
        "vote": held,
        "is_mine": is_mine,
        "voter": getattr(account, "shown_name", ""),
        "may_take_back": motion.stage == "voting"
        and (motion.voting_closes_at is None or clock.now() <= motion.voting_closes_at),
    }


def _own_body(request: HttpRequest) -> Organisation:
    """The member for which the reader speaks; else there is no such page."""
    body = standing.delegation_of(actor_of(request))
    if body is None or not membership.is_member(body, on=clock.today()):
        raise Http404
    return body


@readers
@asking
def counted(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The vote ends and is counted."""
    motion = motion_or_404(request, pk)
    back = (
        reverse("office-meeting", args=[motion.meeting_id]) + "#agenda"
        if motion.meeting_id
        else address(motion)
    )
    return press(
        request,
        MOTIONS.question(actor_of(request), motion, "carry", _lazy("End the vote and count")),
        lambda seen: voting.close(motion, seen=seen, by=actor_of(request), at=clock.now()),
        done=_result,
        to=back,
    )


def _result(count: Count) -> str:
    said = {"votes": count.votes_for, "against": count.votes_against, "abstained": count.abstentions}
    if not count.has_quorum:
        return _("Counted: %(present)s took part, %(needed)s were needed. Nothing is decided.") % {
            "present": len(count.present),
            "needed": count.quorum_needed,
        }
    if count.is_carried:
        return _("Counted: carried. For %(votes)s, against %(against)s, abstained %(abstained)s.") % said
    return _("Counted: not carried. For %(votes)s, against %(against)s, abstained %(abstained)s.") % said
