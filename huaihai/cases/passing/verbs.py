"""Offering a case to another alliance, and what is done with an offer: by our own officers, or by whoever has its code.

Nothing here sends: a message is a row of the transaction in which it was decided (`passing.sending`).
"""

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.cases import life
from huaihai.cases.models import Case, Consent, Passage, PassportPeer
from huaihai.cases.papers.facts import CHINESE
from huaihai.cases.passing import following, redacting, threads
from huaihai.cases.passing.threads import Held
from huaihai.cases.passport import codes
from huaihai.cases.passport.bad import Bad
from huaihai.cases.verbs.moving import parties_of
from huaihai.desk import codes as short_codes
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit import sealing
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record import events

READ_OUT = "2026-12-read-out"
STEP = "passing_offer"


def consent_words(receiver: str) -> str:
    """What is read out to the consumer, and stands in the offer: who gets what, and what for (PIPL 23)."""
    with translation.override(CHINESE):
        return _(
            "Your complaint can be handed over to %(receiver)s, which then goes on with it instead of us. It gets your "
            "name, your telephone, what you wrote, the business and the evidence; not your address, and no number of "
            "an identity paper. You may say no, and take your consent back until it has been handed over."
        ) % {"receiver": receiver}


def offer(
    case: Case,
    *,
    peer: PassportPeer | None = None,
    guest_title: str = "",
    text: str = "",
    words: str,
    is_agreed: bool,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> tuple[Passage, str]:
    """Offer the case to another installation, or to a body without one: for that the code is returned with which it
    answers. `words`: what was read out. The case stays, and goes on here, until the deed. Raises Unfit, NotPossible,
    NotAllowed, Moved."""
    title = peer.title if peer else guest_title.strip()
    if not title or (peer and not peer.is_open):
        raise Unfit("peer", _("Please choose who gets the case."))
    if words != consent_words(title):
        raise Unfit("is_agreed", _("These were not the words for this receiver. Please read them out again."))
    if not is_agreed:
        raise Unfit(
            "is_agreed", _("Without the consumer's consent nothing leaves. Please read the words out first.")
        )
    with transaction.atomic(), _of_case(case, by=by, at=at, seen=seen, step=STEP) as row:
        if row.stage not in life.PASSABLE:
            raise NotPossible(_("As the case stands now, it cannot go to another alliance."))
        given = {"case": row, "purpose": Consent.Purpose.OTHER_ALLIANCE}
        Consent.objects.filter(**given, withdrawn_at=None).update(
            withdrawn_at=at
        )  # it named who gave it back
        consent = Consent.objects.create(**given, wording=READ_OUT, given_at=at)
        passage = Passage(
            passport=threads.new_hex(),
            peer=peer,
            guest_title="" if peer else title,
            case=row,
            body=row.responsible,
            consent=consent,
            stand=Passage.Stand.OFFERING,
            begun_at=at,
            stood_at=at,
        )
        code = "" if peer else _let_in(passage)
        try:
            passage.save(force_insert=True)
        except IntegrityError as error:
            raise NotPossible(_("This case has been offered already.")) from error
        with threads.locked(passage) as held:
            _write(held, "offer", _offered(row, consent, title, text, at), at=at)
    return passage, code


def withdraw(passage: Passage, *, text: str = "", by: Actor, at: datetime) -> None:
    """Take the offer back: the case stays here. Raises NotPossible, NotAllowed."""
    with _acting(passage, by, is_consumers=True) as held:
        following.take_back(held, text=text, by=by, at=at)


def accept(passage: Passage, *, by: Actor, at: datetime) -> None:
    """Bind ourselves to take it; it is ours once the deed has come. Raises NotPossible, NotAllowed."""
    with _acting(passage, by) as held:
        body = {"of": _offer_of(held).id, "office": redacting.office(held.passage.body)}
        _write(held, "acceptance", body, at=at)
        following.note(held, "passing_acceptance", by=by, at=at)
        if held.passage.peer is None:  # who has no program gave it back, and its deed is written here
            _guest_writes(held, "deed", _deed_of_guest(held), at=at)


def refuse(passage: Passage, *, ground: str, text: str = "", by: Actor, at: datetime) -> None:
    """Say no, on a ground of the closed list. Raises Unfit, NotPossible, NotAllowed."""
    _check_ground(ground, text)
    with _acting(passage, by) as held:
        _write(held, "refusal", {"of": _offer_of(held).id, "ground": ground, **_words(text)}, at=at)
        following.note(held, "passing_refusal", by=by, at=at)


def ask(passage: Passage, *, text: str, by: Actor, at: datetime) -> None:
    """Ask the other side. Raises Unfit, NotPossible, NotAllowed."""
    _need(text)
    with _acting(passage, by) as held:
        _write(held, "question", {"about": "words", "words": text.strip(), "files": []}, at=at)
        following.note(held, "passing_question", by=by, at=at)


def answer(passage: Passage, *, text: str, by: Actor, at: datetime) -> None:
    """Answer the first question that waits. Raises Unfit, NotPossible, NotAllowed."""
    _need(text)
    with _acting(passage, by) as held:
        asked = held.thread.unanswered
        if not asked:
            raise NotPossible(_("No question waits for an answer."))
        _write(held, "answer", {"of": asked[0].id, "words": text.strip(), "evidence": []}, at=at)
        following.note(held, "passing_answer", by=by, at=at)


def give_back(passage: Passage, *, text: str, by: Actor, at: datetime) -> None:
    """Offer it back to where it came from; it stays ours until that side has accepted. Raises Unfit, NotPossible,
    NotAllowed."""
    _need(text)
    with _acting(passage, by) as held:
        row = held.passage.case
        deed = next((one for one in held.thread if one.kind == "deed" and one.receiver == held.me.name), None)
        if row is None or deed is None or not is_free(row):
            raise NotPossible(_("As the case stands now, it cannot go to another alliance."))
        first = next(one for one in held.thread if one.id == deed.of)
        body = {
            "of": deed.of,
            "office": redacting.office(held.passage.body),
            "case": redacting.case(row, consent=first.body["case"]["consent"], at=at),
            **_words(text),
        }
        _write(held, "return", body, at=at)
        following.note(held, "passing_return", by=by, at=at)


def is_free(row: Case) -> bool:
    """Whether it can go, and is not on its way to somebody already."""
    on_its_way = (Passage.Stand.OFFERING, Passage.Stand.THEIRS)
    return row.stage in life.PASSABLE and not row.passages.filter(stand__in=on_its_way).exists()


# What a receiver without a program answers on our page: it shows the code instead of signing in.


def by_code(typed: str) -> Passage | None:
    """The offer that this code opens, while it stands."""
    mark = _fingerprint(typed)
    return Passage.objects.filter(code_hash=mark).exclude(stand=Passage.Stand.ENDED).first()


def opened_by(key: Any, code_hash: str) -> Passage | None:
    """The passage that a code has opened in a browser, as long as it is the same code."""
    rows = Passage.objects.filter(pk=key, code_hash=code_hash or "-")
    return rows.select_related("case", "body").first()


def guest_accepts(passage: Passage, *, office: str, telephone: str, at: datetime) -> None:
    """Whoever has the code takes the case: the deed follows at once. Raises NotPossible."""
    with _as_guest(passage) as held:
        body = {"name": office[:200]} | ({"telephone": telephone[:200]} if telephone else {})
        _guest_writes(held, "acceptance", {"of": _open_offer(held).id, "office": body}, at=at)


def guest_refuses(passage: Passage, *, ground: str, text: str = "", at: datetime) -> None:
    """Raises Unfit, NotPossible."""
    _check_ground(ground, text)
    with _as_guest(passage) as held:
        body = {"of": _open_offer(held).id, "ground": ground, **_words(text)}
        _guest_writes(held, "refusal", body, at=at)


def guest_asks(passage: Passage, *, text: str, at: datetime) -> None:
    """Raises Unfit, NotPossible."""
    _need(text)
    with _as_guest(passage) as held:
        _guest_writes(held, "question", {"about": "words", "words": text.strip(), "files": []}, at=at)


def guest_answers(passage: Passage, *, text: str, at: datetime) -> None:
    """The first question of ours that waits. Raises Unfit, NotPossible."""
    _need(text)
    with _as_guest(passage) as held:
        asked = held.asked
        if asked is None:
            raise NotPossible(_("No question waits for an answer."))
        _guest_writes(held, "answer", {"of": asked.id, "words": text.strip(), "evidence": []}, at=at)


def guest_ends(passage: Passage, *, outcome: str, text: str = "", at: datetime) -> None:
    """What became of it, once it was theirs. Raises Unfit, NotPossible."""
    if outcome == "other":
        _need(text)
    with _as_guest(passage) as held:
        body = {"outcome": outcome, "ended_on": local_day(at).isoformat(), **_words(text)}
        _guest_writes(held, "end", body, at=at)


def guest_returns(passage: Passage, *, text: str, at: datetime) -> None:
    """Offer it back; it stays theirs until we have accepted. Raises Unfit, NotPossible."""
    _need(text)
    with _as_guest(passage) as held:
        deed = next((one for one in held.mine[::-1] if one.kind == "deed"), None)
        if deed is None:
            raise NotPossible(_("This is not possible any more. Please read the page again."))
        told = {one.id: one.body for one in held.thread}
        office = told[deed.body["acceptance"]]["office"]
        body = {"of": deed.of, "office": office, "case": told[deed.of]["case"], **_words(text)}
        _guest_writes(held, "return", body, at=at)


def _deed_of_guest(held: Held) -> dict[str, Any]:
    accepted = held.mine[-1]
    return {"of": accepted.of, "acceptance": accepted.id, "clocks": [], "evidence": []}


@contextmanager
def _as_guest(passage: Passage) -> Iterator[Held]:
    with threads.locked(passage) as held:
        if held.passage.peer is not None:
            raise NotAllowed("an installation answers for itself")
        yield held


def _guest_writes(held: Held, kind: str, body: Mapping[str, Any], *, at: datetime) -> None:
    try:
        held.write_for_guest(kind, body, at=at)
    except Bad as error:
        raise NotPossible(_("This is not possible any more. Please read the page again.")) from error
    following.follow(held, at=at)


@contextmanager
def _of_case(case: Case, *, by: Actor, at: datetime, seen: int | None, step: str) -> Iterator[Case]:
    """The case, locked, for a step that leaves it where it is: one event."""
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if seen is not None and seen != row.version:
        raise Moved(row)
    if life.BODY not in parties_of(by, row):
        raise NotAllowed("only the body that has the case offers it")
    yield row
    events.write(subject=row.record_key, verb=step, by=by.key, at=at)


@contextmanager
def _acting(passage: Passage, by: Actor, *, is_consumers: bool = False) -> Iterator[Held]:
    """The passage under its lock, for somebody of its body, or for the consumer whose case it is."""
    with threads.locked(passage) as held:
        row = held.passage
        node = by.organisation
        is_ours = by.may_open_files and node is not None and row.body.is_within(node)
        if not is_ours and not (is_consumers and row.case_id in by.case_ids):
            raise NotAllowed("only the body of this side acts for it")
        yield held


def _write(held: Held, kind: str, body: Mapping[str, Any], *, at: datetime) -> None:
    """Raises NotPossible for what the thread does not allow any more."""
    if kind not in held.thread.may():
        raise NotPossible(_("This is not possible any more. Please read the page again."))
    held.write(kind, body, at=at)


def _offered(row: Case, consent: Consent, title: str, text: str, at: datetime) -> dict[str, Any]:
    words = {"given_on": local_day(consent.given_at).isoformat(), "words": consent_words(title)}
    body = row.responsible or row.home
    case = redacting.case(row, consent=words, at=at)
    return {"office": redacting.office(body) if body else {}, "case": case, **_words(text)}


def _offer_of(held: Held) -> Any:
    """The offer of the other side that is open. Raises NotPossible."""
    found = held.thread.offer
    if found is None or found.sender == held.me.name:
        raise NotPossible(_("This is not possible any more. Please read the page again."))
    return found


def _open_offer(held: Held) -> Any:
    found = held.thread.offer
    if found is None:
        raise NotPossible(_("This is not possible any more. Please read the page again."))
    return found


def _let_in(passage: Passage) -> str:
    """The code for a receiver without a program, and the key that signs for it here."""
    code = short_codes.new_code()
    passage.code_hash = _fingerprint(code)
    passage.guest = base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()
    return code


def _fingerprint(code: str) -> str:
    return sealing.fingerprint_of_code(code, purpose="passage")


def _check_ground(ground: str, text: str) -> None:
    if ground not in codes.GROUNDS:
        raise Unfit("ground", _("Please choose a ground."))
    if ground == "other":
        _need(text)


def _words(text: str) -> dict[str, str]:
    return {"words": text.strip()} if text.strip() else {}


def _need(text: str) -> None:
    if not text.strip():
        raise Unfit("text", _("Please write it in words."))
