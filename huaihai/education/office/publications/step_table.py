"""The steps of an edition and of what is out: who may take each, when, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NotPossible
from huaihai.education import powers
from huaihai.education.actions import editing, reviewing, signing, withdrawing
from huaihai.education.lifecycle import EDITION
from huaihai.education.models import Edition, Publication
from huaihai.education.office.publications import step_forms as forms
from huaihai.members.actors import Actor

type Words = Promise | str
type Act = Callable[[Publication, Edition | None, Any, Actor, datetime], Any]


@dataclass(frozen=True)
class Step:
    """One step: a page with one form. `verbs` of the edition's life say when it exists; none: once it is out."""

    noun: str
    title: Words
    button: Words
    lead: Words
    done: Words
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
    given = set(signing.standing_signatures(edition).values_list("body", "for_silent"))
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
            raise NotPossible(_("Nothing is open any more."))
        return act(edition, **form.facts(), seen=form.version_seen, by=by, at=at)

    return run


def of_publication(act: Callable[..., Any]) -> Act:
    """A verb that opens an edition."""

    def run(publication: Publication, _edition: Edition | None, form: Any, by: Actor, at: datetime) -> Any:
        return act(publication, **form.facts(), by=by, at=at)

    return run


def _sign(_publication: Publication, edition: Edition | None, form: Any, by: Actor, at: datetime) -> Any:
    if edition is None:
        raise NotPossible(_("Nothing is open any more."))
    left = left_to_sign(by, edition, at=at)
    for_silent = bool(left) and left[0].for_silent
    return signing.sign(
        edition, text_hash=form.cleaned_data["text_hash"], for_silent=for_silent, by=by, at=at
    )


STEPS = (
    Step(
        "signature", _("Sign the text"), _("Sign the text"),
        _("You sign exactly the text below. With the last signature that is needed it takes effect."),
        _("Signed."), forms.SignatureForm, _sign, signs, ("sign",), tone="seal", shows_text=True,
    ),
    Step(
        "review", _("Pass the review"), _("Pass it"),
        _("Read it as those will who have to act on it: are the facts right, the words clear, the law cited well?"),
        _("Passed."), forms.NoteForm, of_edition(reviewing.pass_review), reviews,
        ("pass", "pass at once"), shows_text=True,
    ),
    Step(
        "submission", _("Hand it in for review"), _("Hand it in"),
        _("It can be changed again only when somebody sends it back. Reviews and signatures begin anew."),
        _("Handed in."), forms.BareForm, of_edition(reviewing.submit), writes, ("submit",), shows_text=True,
    ),
    Step(
        "return", _("Send it back"), _("Send it back"),
        _("It becomes a draft again; all reviews and signatures are given anew."),
        _("Sent back."), forms.ReturnForm, of_edition(reviewing.send_back), sends_back, ("send back",), tone="late",
    ),
    Step(
        "opening", _("Begin with this draft"), pgettext_lazy("publications", "Begin"),
        _("From now on it goes its way: text, three reviews, signatures."),
        _("The draft is open."), forms.EmptyForm, of_publication(editing.open_draft), writes, ("open",),
    ),
    Step(
        "correction", _("Correct the text"), _("Open the correction"),
        _("A draft opens with the text as it is out. Until the correction is out, nothing changes outside."),
        _("The correction is open. Please change the text."), forms.CorrectionForm,
        of_publication(withdrawing.open_update), writes,
    ),
    Step(
        "withdrawal", _("Withdraw the text"), _("Prepare the withdrawal"),
        _("One other person looks it over and one signs; then everybody who got the text is told."),
        _("The withdrawal is prepared. Please hand it in."), forms.WithdrawalForm,
        of_publication(withdrawing.open_withdrawal), writes, tone="late",
    ),
    Step(
        "dropping", _("Drop it"), _("Drop it"),
        _("It does not go out. All that was written stays to be read here."),
        _("Dropped."), forms.DroppingForm, of_edition(editing.drop), writes, ("drop",), tone="late",
    ),
)  # fmt: skip
BY_NOUN = {step.noun: step for step in STEPS}
