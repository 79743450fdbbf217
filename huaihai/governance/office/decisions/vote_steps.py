"""What the office does with a vote: opening it in writing, breaking it off, counting it."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai.desk.asking import ask, asking, press
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.governance import effects, rules
from huaihai.governance.actions import voting
from huaihai.governance.models import Count
from huaihai.governance.office.decisions import forms
from huaihai.governance.office.decisions.drafting import address, question_of
from huaihai.governance.office.decisions.motions import motion_or_404
from huaihai.kit import clock


@readers
@asking
def written(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A vote between meetings."""
    motion = motion_or_404(request, pk)
    rule = rules.in_force(rules.WRITTEN_VOTE_DAYS, on=clock.today())
    earliest = clock.today() + timedelta(days=int(rule.value))
    return ask(
        request,
        question_of(
            request,
            motion,
            "open vote",
            _lazy("Put it to a written vote"),
            button=_lazy("Open the vote"),
            lead=_lazy(
                "Every member finds it on its list at once. The text is fixed while the vote is open."
            ),
            tone="seal",
            is_shown=acts_as_office(request),
            template="governance/office/decisions/written_vote.html",
            context={"motion": motion, "rule": rule, "effects": effects.in_words(motion.effects)},
        ),
        form=partial(forms.WrittenVoteForm, seen=motion.version, initial={"closes_on": earliest}),
        act=lambda form: voting.open_in_writing(
            motion, closes_at=form.closes_at(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("The written vote is open."),
        to=address(motion),
    )


@readers
@asking
def breaking_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The vote is broken off; its votes count no more."""
    motion = motion_or_404(request, pk)
    return ask(
        request,
        question_of(
            request,
            motion,
            "stop vote",
            _lazy("Break the vote off"),
            lead=_lazy(
                "For a slip in the text and the like. Votes given so far do not count; a new vote can be opened."
            ),
            tone="late",
            is_shown=acts_as_office(request),
        ),
        form=partial(forms.ReasonForm, seen=motion.version),
        act=lambda form: voting.stop(
            motion, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("The vote is broken off. The motion is tabled as before."),
        to=address(motion),
    )


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
        question_of(request, motion, "carry", _lazy("End the vote and count"), is_shown=True),
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
