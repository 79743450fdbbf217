"""From a finding to what follows: written advice, a talk, a promise, the authority, a re-check, an exposure."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from huaihai.desk.asking import asking
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock
from huaihai.supervision.sweeping.actions import measuring, talking
from huaihai.supervision.sweeping.following import wording
from huaihai.supervision.sweeping.following.asking import (
    ask_about,
    of_the_business,
    of_the_chain,
    own_finding,
    ticked_by,
)
from huaihai.supervision.sweeping.following.forms import (
    AdviceForm,
    HandingForm,
    PromiseForm,
    TalkForm,
)
from huaihai.supervision.sweeping.pages import plan_of


@asking
@readers
def advice(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """Written advice to the business, with what the checklist says about each finding."""
    one = own_finding(request, project, pk, "follow")
    plan, rows = plan_of(one.project), of_the_business(one, "follow")
    ticked = ticked_by(rows, plan, "advice", one)
    return ask_about(
        request,
        one,
        AdviceForm,
        rows=rows,
        ticked=ticked,
        title=_("Give written advice"),
        button=_("Make the letter"),
        lead=_(
            "The letter says what was found, what you advise and by when. It is printed on the next page."
        ),
        initial={"text": wording.advice([row for row in rows if row.pk in ticked], plan)},
        act=lambda form: measuring.advise(
            form.chosen(),
            key=form.cleaned_data["key"],
            text=form.cleaned_data["text"],
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("The advice is written. Please print the letter and serve it."),
    )


@asking
@readers
def talk(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """An invitation to a talk; the whole chain, or whoever `?q=` finds, in all cities."""
    one = own_finding(request, project, pk, "follow")
    words = request.GET.get("q", "").strip()
    rows = of_the_chain(one, words)
    return ask_about(
        request,
        one,
        TalkForm,
        rows=rows,
        ticked=ticked_by(rows, plan_of(one.project), "talk", one),
        title=_("Invite to a talk"),
        button=_("Make the invitation"),
        lead=_("Businesses of one chain and several cities can be invited to the same talk."),
        act=lambda form: talking.invite(
            form.chosen(),
            key=form.cleaned_data["key"],
            meets_at=form.meets_at(),
            where=form.cleaned_data["where"],
            text=form.cleaned_data["text"],
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("The invitation is written. Please print it and serve it."),
        tells_city=True,
        template="supervision/sweeping/talk_new.html",
        context={"words": words[:80]},
    )


@asking
@readers
def promise(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """What the business promises, by which day."""
    one = own_finding(request, project, pk, "promise")
    rows = of_the_business(one, "promise")
    return ask_about(
        request,
        one,
        PromiseForm,
        rows=rows,
        ticked=ticked_by(rows, plan_of(one.project), "promise", one),
        title=_("Note a promise"),
        button=_("Note it"),
        lead=_("The time to cure then ends on the promised day. The sheet to be signed can be printed."),
        act=lambda form: measuring.promise(
            form.chosen(),
            key=form.cleaned_data["key"],
            text=form.cleaned_data["text"],
            by_on=form.cleaned_data["by_on"],
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("The promise is noted."),
    )


@asking
@readers
def handing(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """A letter to the authority that is in charge."""
    one = own_finding(request, project, pk, "hand over")
    rows = of_the_business(one, "hand over")
    return ask_about(
        request,
        one,
        HandingForm,
        rows=rows,
        ticked=[one.pk],
        title=_("Hand it to the authority"),
        button=_("Make the letter"),
        lead=_("From then on the authority has it; whatever it answers is noted there."),
        act=lambda form: measuring.hand(
            form.chosen(),
            key=form.cleaned_data["key"],
            addressee=form.cleaned_data["addressee"],
            text=form.cleaned_data["text"],
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("It is handed over. Please print the letter and send it."),
    )
