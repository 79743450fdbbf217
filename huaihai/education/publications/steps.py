"""The steps of an edition and of what is out: who may take each, when, what it asks and does; the page of one step."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotPossible
from huaihai.education import powers
from huaihai.education.models import Edition, Publication
from huaihai.education.publications import approval, facts
from huaihai.education.publications import verbs as publications_verbs
from huaihai.education.publications.life import EDITION
from huaihai.education.publications.verbs import URGENT_KINDS
from huaihai.education.replies import facts as replies_facts
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import SeenForm, Words, name_what_is_needed
from huaihai.members.actors import Actor
from huaihai.members.forms import SignedForm

LONGEST_NOTE = 1000


def _note(label: Any, hint: Any = "", *, required: bool = True) -> Words:
    return Words(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BareForm(SeenForm):
    """Nothing but the step."""


class NoteForm(SeenForm):
    """Passing a review, with a word if there is one."""

    note = _note(gettext_lazy("A note to the writers"), required=False)


class ReturnForm(SeenForm):
    """What has to be changed."""

    note = _note(gettext_lazy("What has to be changed?"))


class DroppingForm(SeenForm):
    """Why it does not go out."""

    reason = _note(gettext_lazy("Why?"), required=False)


class EmptyForm(forms.Form):
    """A step on what has no turn."""

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        return dict(self.cleaned_data)


class OutForm(EmptyForm):
    """A step on what is out; only some kinds can be urgent."""

    urgent_reason = _note(
        gettext_lazy("Urgent? Why can it not wait?"),
        gettext_lazy("One review, and signatures within minutes. Empty: not urgent."),
        required=False,
    )

    def __init__(self, *args: Any, publication: Publication, **options: Any) -> None:
        super().__init__(*args, **options)
        if publication.kind not in URGENT_KINDS:
            del self.fields["urgent_reason"]
        name_what_is_needed(self)


class CorrectionForm(OutForm):
    """What an update changes."""

    change_note = _note(
        gettext_lazy("What is changed?"), gettext_lazy("Everybody who got the earlier text reads this first.")
    )
    field_order = ("change_note", "urgent_reason")


class WithdrawalForm(OutForm):
    """Why it is taken back."""

    reason = _note(
        gettext_lazy("Why is it withdrawn?"), gettext_lazy("Everybody reads it, in every channel.")
    )
    field_order = ("reason", "urgent_reason")


class SignatureForm(SignedForm):
    """A signature under the text with this fingerprint."""

    text_hash = forms.RegexField(regex=r"^[0-9a-f]{64}\Z", widget=forms.HiddenInput)


def options_for(
    form: Any, *, publication: Publication, edition: Edition | None, account: Any
) -> dict[str, Any]:
    """What a form of this class needs to be made."""
    if issubclass(form, SignatureForm):
        return {"account": account, "initial": {"text_hash": edition.text_hash if edition else ""}}
    if issubclass(form, OutForm):
        return {"publication": publication}
    return {} if issubclass(form, EmptyForm) else {"seen": edition.turn if edition else 0}


type Label = Promise | str
type Act = Callable[[Publication, Edition | None, Any, Actor, datetime], Any]


@dataclass(frozen=True)
class Step:
    """One step: a page with one form. `verbs` of the edition's life say when it exists; none: once it is out."""

    noun: str
    title: Label
    button: Label
    lead: Label
    done: Label
    form: Any
    act: Act
    may: Callable[[Actor, Publication, Edition | None, datetime], bool]
    verbs: tuple[str, ...] = ()
    tone: str = ""
    shows_text: bool = False
    stages: tuple[str, ...] = field(default=())  # narrower than the verbs allow

    def is_open(self, publication: Publication, edition: Edition | None) -> bool:
        """Whether it can be taken now, by whoever may."""
        if not self.verbs:
            is_out = edition is None and publication.state == Publication.State.PUBLISHED
            return is_out and publication.kind != Publication.Kind.EXPOSURE
        if self.verbs == ("open",):
            return edition is None and publication.state == Publication.State.DRAFT
        if edition is None or (self.stages and edition.stage not in self.stages):
            return False
        return any(EDITION.can(verb, edition.stage) for verb in self.verbs)


def writes(actor: Actor, publication: Publication, edition: Edition | None, at: datetime) -> bool:
    """Whether the actor writes for the publisher."""
    return powers.may_write(actor, publication.publisher, at=at)


def reviews(actor: Actor, publication: Publication, edition: Edition | None, at: datetime) -> bool:
    """Whether the actor may look this edition over, and has not passed it."""
    if edition is None or not powers.may_review(actor, edition):
        return False
    passed = edition.reviews.filter(submission=edition.submission, is_passed=True, by=actor.key)
    return not passed.exists()


def signs(actor: Actor, publication: Publication, edition: Edition | None, at: datetime) -> bool:
    """Whether the actor signs this edition tonight."""
    return edition is not None and bool(left_to_sign(actor, edition, at=at))


def left_to_sign(actor: Actor, edition: Edition, *, at: datetime) -> list[powers.Signing]:
    """For whom the actor may sign and has not."""
    given = set(approval.standing_signatures(edition).values_list("body", "for_silent"))
    return [
        one for one in powers.signings(actor, edition, at=at) if (one.body.pk, one.for_silent) not in given
    ]


def sends_back(actor: Actor, publication: Publication, edition: Edition | None, at: datetime) -> bool:
    """Whoever writes, reviews or signs it."""
    return edition is not None and (
        writes(actor, publication, edition, at)
        or powers.may_review(actor, edition)
        or bool(powers.signings(actor, edition, at=at))
    )


def of_edition(act: Callable[..., Any]) -> Act:
    """A verb of the open edition, told what the form asked and which turn was seen."""

    def run(_publication: Publication, edition: Edition | None, form: Any, by: Actor, at: datetime) -> Any:
        if edition is None:
            raise NotPossible(gettext_lazy("Nothing is open any more."))
        return act(edition, **form.facts(), seen=form.version_seen, by=by, at=at)

    return run


def of_publication(act: Callable[..., Any]) -> Act:
    """A verb that opens an edition."""

    def run(publication: Publication, _edition: Edition | None, form: Any, by: Actor, at: datetime) -> Any:
        return act(publication, **form.facts(), by=by, at=at)

    return run


def _sign(_publication: Publication, edition: Edition | None, form: Any, by: Actor, at: datetime) -> Any:
    if edition is None:
        raise NotPossible(gettext_lazy("Nothing is open any more."))
    left = left_to_sign(by, edition, at=at)
    for_silent = bool(left) and left[0].for_silent
    return approval.sign(
        edition, text_hash=form.cleaned_data["text_hash"], for_silent=for_silent, by=by, at=at
    )


STEPS = (
    Step(
        "signature", gettext_lazy("Sign the text"), gettext_lazy("Sign the text"),
        gettext_lazy("You sign exactly the text below. With the last signature that is needed it takes effect."),
        gettext_lazy("Signed."), SignatureForm, _sign, signs, ("sign",), tone="seal", shows_text=True,
    ),
    Step(
        "review", gettext_lazy("Pass the review"), gettext_lazy("Pass it"),
        gettext_lazy(
            "Read it as those will who have to act on it: are the facts right, the words clear, the law cited well?"
        ),
        gettext_lazy("Passed."), NoteForm, of_edition(approval.pass_review), reviews,
        ("pass", "pass at once"), shows_text=True,
    ),
    Step(
        "submission", gettext_lazy("Hand it in for review"), gettext_lazy("Hand it in"),
        gettext_lazy("It can be changed again only when somebody sends it back. Reviews and signatures begin anew."),
        gettext_lazy("Handed in."), BareForm, of_edition(approval.submit), writes, ("submit",), shows_text=True,
    ),
    Step(
        "return", gettext_lazy("Send it back"), gettext_lazy("Send it back"),
        gettext_lazy("It becomes a draft again; all reviews and signatures are given anew."),
        gettext_lazy("Sent back."), ReturnForm, of_edition(approval.send_back), sends_back, ("send back",), tone="late",
    ),
    Step(
        "opening", gettext_lazy("Begin with this draft"), pgettext_lazy("publications", "Begin"),
        gettext_lazy("From now on it goes its way: text, three reviews, signatures."),
        gettext_lazy("The draft is open."), EmptyForm, of_publication(publications_verbs.open_draft), writes, ("open",),
    ),
    Step(
        "correction", gettext_lazy("Correct the text"), gettext_lazy("Open the correction"),
        gettext_lazy("A draft opens with the text as it is out. Until the correction is out, nothing changes outside."),
        gettext_lazy("The correction is open. Please change the text."), CorrectionForm,
        of_publication(publications_verbs.open_update), writes,
    ),
    Step(
        "withdrawal", gettext_lazy("Withdraw the text"), gettext_lazy("Prepare the withdrawal"),
        gettext_lazy("One other person looks it over and one signs; then everybody who got the text is told."),
        gettext_lazy("The withdrawal is prepared. Please hand it in."), WithdrawalForm,
        of_publication(publications_verbs.open_withdrawal), writes, tone="late",
    ),
    Step(
        "dropping", gettext_lazy("Drop it"), gettext_lazy("Drop it"),
        gettext_lazy("It does not go out. All that was written stays to be read here."),
        gettext_lazy("Dropped."), DroppingForm, of_edition(publications_verbs.drop), writes, ("drop",), tone="late",
    ),
)  # fmt: skip
BY_NOUN = {step.noun: step for step in STEPS}


@readers
@asking
def step(request: HttpRequest, pk: UUID, noun: str) -> HttpResponse:
    """Show what it is about, ask, and do it."""
    found = BY_NOUN.get(noun)
    if found is None:
        raise Http404
    publication, actor = facts.publication(request, pk), actor_of(request)
    edition = facts.open_edition(publication)
    is_open = found.is_open(publication, edition)
    if is_open and not found.may(actor, publication, edition, clock.now()):
        raise Http404
    back = reverse("office-publication", args=[publication.pk])
    question = Question(
        current=facts.MENU,
        title=found.title,
        button=_button(request, found, edition),
        back=back,
        back_label=publication.title,
        lead=found.lead,
        tone=found.tone,
        closed=_waits(found, edition) if is_open else _closed(publication, edition),
        template="education/office/sign.html" if noun == "signature" else "education/office/step.html",
        context=_context(found, publication, edition),
        seen=lambda row: row.turn,
    )
    options = options_for(found.form, publication=publication, edition=edition, account=request.user)
    return ask(
        request,
        question,
        form=partial(found.form, **options),
        act=lambda form: found.act(publication, edition, form, actor, clock.now()),
        done=lambda result: _done(found, result),
        to=back,
    )


def _context(found: Step, publication: Publication, edition: Edition | None) -> dict[str, Any]:
    context: dict[str, Any] = {"publication": publication, "edition": edition, "shows_text": found.shows_text}
    if edition is None:
        return context
    version = edition.version or publication.current
    heard = replies_facts.asked_replies(publication) if found.shows_text else []
    asked = facts.signatures(edition, at=clock.now()) if found.noun == "signature" else []
    return {**facts.text_facts(publication, version), **context, "asked": asked, "seen_replies": heard}


def _button(request: HttpRequest, found: Step, edition: Edition | None) -> str:
    if found.noun != "signature" or edition is None:
        return str(found.button)
    left = left_to_sign(actor_of(request), edition, at=clock.now())
    if not left:
        return str(found.button)
    if left[0].for_silent:
        return _("Sign for those that stayed silent")
    return _("Sign for %(body)s") % {"body": local_words.in_script(left[0].body.short_name)}


def _done(found: Step, result: Any) -> str:
    if found.noun == "signature" and result is True:
        return _("Signed. It was the last one that was needed: it is out.")
    return str(found.done)


def _waits(found: Step, edition: Edition | None) -> str:
    """Why the last review cannot be passed yet, said before anybody reads the whole text; empty if it can."""
    if found.noun != "review" or edition is None or not approval.is_last_review(edition):
        return ""
    try:
        approval.require_replies(edition, at=clock.now())
    except NotPossible as error:
        return str(error)
    return ""


def _closed(publication: Publication, edition: Edition | None) -> str:
    stands = edition.stage_label if edition else publication.get_state_display()
    return _("It is now: %(stage)s.") % {"stage": stands}
