"""What is told to consumers and businesses by SMS or e-mail: the words by event, queued with the change.

A message names the file number, what it is about, what happened, until when an answer counts, where the platform is
found and whom to call; never a person, never a link, never a code that opens the file. What asks nothing and changes
nothing for its reader is not sent: it stands on the page.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai import alliance
from huaihai.cases import unmasking
from huaihai.cases.models import Case, Complainant
from huaihai.kit import mail_subjects, spoken
from huaihai.kit.clock import local_day
from huaihai.kit.ids import new_id
from huaihai.members.messages import sender
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage


def find_us() -> str:
    """The host to type, or the name to search for."""
    host = urlsplit(settings.SITE_URL).hostname
    if host:
        return gettext("At %(host)s") % {"host": host}
    return gettext("Search the web for “%(platform)s”,") % {"platform": alliance.load().platform_name}


_COURT_NEAR = _(
    "Both sides together can ask the court until %(day)s to confirm the mediation agreement; after that no more. Ask "
    "the association how."
)
_SESSION_NEAR = _("Do not forget the mediation: %(when)s, %(how)s. Please call us if you cannot come.")
TO_CONSUMER: dict[str, Promise | str] = {
    "filed": _("We have received your complaint."),
    "passed_in": _(
        "Another alliance handed your complaint over to us, as you agreed. You need not file it again. Your receipt "
        "code comes in a message of its own."
    ),
    "passed_on": _(
        "Your complaint is with %(body)s now, as you agreed. They write to you with their own file number. Your file "
        "with us goes on showing where it is."
    ),
    "passed_by_hand": _(
        "Your complaint is with %(body)s now, as you agreed. You need not file it again. Your file with us goes on "
        "showing where it is."
    ),
    "passed_back": _("%(body)s handed your complaint back. We go on with it; you need not do anything now."),
    "passed_end": _("%(body)s has finished your complaint. Please look up what came of it."),
    "settled_at_once": _("Settled: you took the offer of the business. Please confirm once it is done."),
    "supplement_asked": _("Something is missing. Please add it by %(day)s; what it is stands in your file."),
    "supplement_near": _(
        "Something is still missing. Please add it by %(day)s; after that the association goes on without it."
    ),
    "served": _(
        "The business has your complaint and has until %(day)s to settle. We write again when it answers; you need "
        "not do anything now."
    ),
    "offered": _("The business has made an offer. Please answer it by %(day)s; after that it lapses."),
    "offer_near": _(
        "You have not answered the offer of the business yet. It lapses after %(day)s: please answer before."
    ),
    "send_near": _(
        "Please send the goods back by %(day)s, and enter the number of the parcel in your file. The address stands "
        "there."
    ),
    "claim_near": _(
        "The business says that it is done. Please say by %(day)s whether it has come; after that the association may "
        "close the file without your word."
    ),
    "return_near": _(
        "Bought online, you can return it without a reason: press “return” in the shop's app by %(day)s, today if you "
        "can. Its button ends then; by law you can tell the business until %(due)s."
    ),
    "quality_near": _(
        "Poor goods can be returned within 7 days: tell the business in writing by %(day)s that you return them."
    ),
    "proof_near": _(
        "Until %(day)s the business has to prove that a defect is not its fault; after that you have to prove it. If "
        "you have found another defect, tell the business before."
    ),
    "court_near": _COURT_NEAR,
    "limitation_near": _(
        "By our count you can go to court until %(day)s; after that the business may refuse for lateness. If you knew "
        "of the harm earlier, it ends earlier."
    ),
    "session_near": _SESSION_NEAR,
    "replied": _("The business has your complaint and has replied. Please look up what it says."),
    "counter_accepted": _(
        "The business accepts your counter-offer: it is settled, and done by %(day)s. Please look up what you do first."
    ),
    "counter_rejected": _("The business does not accept your counter-offer. Please look up why."),
    "silent": _(
        "The business did not answer in its time. That counts as a refusal; the association decides what "
        "comes next."
    ),
    "refused": _("The business refused. The association decides what comes next."),
    "denied": _("The business says it is not the one you mean. Please check which business it is."),
    "business_gone": _("The business is closed or cannot be found. Please look up what comes next."),
    "admitted": _("Your complaint was admitted to mediation."),
    "decision_extended": _("We need longer to decide, until %(day)s."),
    "declined": _("Your complaint was not admitted. Please look up the reason and your other ways."),
    "referred": _("Another authority is in charge. Please look up where to turn."),
    "linked": _("Your complaint was joined to your other file."),
    "lead_named": _("The alliance has decided who helps you: %(body)s. It stays so; your time limits go on."),
    "paused": _("Mediation is paused, and its time stands still."),
    "resumed": _("Mediation goes on."),
    "agreed": _("A mediation agreement was reached; it is to be done by %(day)s."),
    "terminated": _("Mediation ended without agreement. Please look up your other ways."),
    "claimed": _("The business says it has done what was agreed. Please check and confirm."),
    "confirmed_on_word": _(
        "We wrote down on your word that it was done, and closed your file. Please call us if this is wrong."
    ),
    "part_on_word": _("We wrote down on your word that a part was done. Please call us if this is wrong."),
    "fund_paid": _("A fund has paid in advance for the business. Please check and confirm."),
    "promise_due": _(
        "What was agreed should be done by now. Please look up your file and say whether it was."
    ),
    "closed_unconfirmed": _(
        "Your file was closed without your confirmation. Please call us if this is wrong."
    ),
    "reopened_on_word": _(
        "We wrote down on your word that it was not done after all, and opened your file again. Please call us if "
        "this is wrong."
    ),
    "session_planned": _(
        "Mediation: %(when)s, %(how)s. Please look up the place, and call us if you cannot come."
    ),
    "session_moved": _("The mediation was moved: %(when)s, %(how)s. Please look up the place."),
    "session_off": _("The mediation of %(when)s does not take place."),
    "close_undone": _("Your file had been closed by mistake. It is open again, and nothing is lost."),
    "negotiation_lapsed": _("The time to settle is over. The association decides what comes next."),
    "together_asked": _(
        "Others have complained about the same business. Yours can be handled together with theirs; you decide. Please "
        "look it up. If you do not answer, it goes on by itself."
    ),
    "together_speaks": _(
        "You were willing to speak for those who joined, and you were named. Each decides alone about their own "
        "agreement."
    ),
    "together_ended": _("The joint handling has ended. Your complaint goes on by itself; nothing is lost."),
    "written": _("The association has written to you. Please look it up; you can answer there."),
    "wechat_joined": _(
        "A WeChat opens your complaint from now on. If that was not you, choose “I have lost the code”: a new code "
        "ends it."
    ),
    "draft_expires": _("Your unsent complaint will be erased in three days."),
}
TO_BUSINESS: dict[str, Promise | str] = {
    "invited": _("A consumer asks you to settle a complaint. This is no penalty; you may say no."),
    "answer_near": _(
        "A consumer waits for your answer. Please answer by %(day)s; after that the association decides what "
        "comes next."
    ),
    "taken": _("A consumer took your standing offer. Please do what it says by %(day)s."),
    "accepted": _("The consumer accepted your offer. Please do what was agreed by %(day)s."),
    "rejected": _("The consumer did not accept your offer. You can make another one."),
    "countered": _(
        "The consumer answered your offer with a counter-offer. Please answer it by %(day)s; after that it lapses."
    ),
    "counter_near": _(
        "You have not answered the counter-offer of the consumer yet. It lapses after %(day)s: please answer before."
    ),
    "remedy_near": _(
        "What was agreed is still not done. Please do it by %(day)s, and say so in the file; after that the "
        "association goes on."
    ),
    "court_near": _COURT_NEAR,
    "session_near": _SESSION_NEAR,
    "supplied": _("The consumer gave what you asked for. Please look it up and answer."),
    "silent": _(
        "You did not answer in your time. That counts as a refusal; the association decides what comes next."
    ),
    "negotiation_ended": _("The negotiation was ended. The association decides what comes next."),
    "admitted": _("The association mediates a complaint of a consumer. Please look it up; you hear from us."),
    "agreed": _("A mediation agreement was reached. Please do what was agreed by %(day)s."),
    "terminated": _("Mediation ended without agreement."),
    "confirmed": _("The consumer confirmed. The file is closed."),
    "goods_sent": _("The consumer has sent the goods back. The number of the parcel stands in the file."),
    "part_confirmed": _("The consumer confirmed a part of what was agreed."),
    "promise_near": _("Please do what was agreed by %(day)s, and say so in the file."),
    "breach": _("The consumer says that the agreement was not kept. Please answer."),
    "reopened": _(
        "The consumer says that it was not done after all. The file is open again; please look it up and answer."
    ),
    "session_planned": _(
        "Mediation: %(when)s, %(how)s. Please look up the place, and call us if you cannot come."
    ),
    "session_moved": _("The mediation was moved: %(when)s, %(how)s. Please look up the place."),
    "session_off": _("The mediation of %(when)s does not take place."),
    "close_undone": _("The file had been closed by mistake. It is open again."),
    "written": _("The association has written to you. Please look it up; you can answer there."),
    "withdrawn": _("The consumer withdrew the complaint."),
}


HOUSE = "zh-hans"  # the language of all of them
_to_businesses: ContextVar[set[tuple[str, str]] | None] = ContextVar("to_businesses", default=None)


@contextmanager
def one_to_each_business() -> Iterator[None]:
    """A block in which one act is done in many cases: each telephone of a business gets one message of a kind, about
    the first case and the others; the files say the rest."""
    held = _to_businesses.set(set())
    try:
        yield
    finally:
        _to_businesses.reset(held)


def filed(case: Case, *, at: datetime) -> None:
    """The complaint was received."""
    tell_consumer(case, "filed", at=at)


def tell_consumer(
    case: Case,
    event: str,
    *,
    at: datetime,
    once: bool = False,
    until: date | None = None,
    said: Mapping[str, str] | None = None,
) -> bool:
    """Tell the consumer, on the confirmed phone or by e-mail; whether there is either. `event` names the text, and a
    suffix makes it unique where the same thing can happen twice. `once`: never again for this event, whatever happens
    between. `until`: by which day to answer, in the texts that say so; `said`: what
    else they name."""
    person = getattr(case, "complainant", None)
    if person is None or not person.confirmed_at or person.reached_by is None:
        return False
    name, key = event.split(":", maxsplit=1)[0], event if once else f"{event}:v{case.version}"
    with translation.override(HOUSE):
        what = _filled(TO_CONSUMER[name], until, at, said)
        about = " · ".join(filter(None, (_short(case.title), _short(shop_of(case)))))
        where = gettext("%(find)s and choose “Follow my complaint”.") % {"find": find_us()}
        if case.stage == "draft":  # it opens only where it was begun
            where = gettext("%(find)s on the phone or computer on which you began it.") % {"find": find_us()}
        ways = [person.reached_by]
        if person.wechat:
            ways.append((OutboxMessage.Channel.WECHAT, person.wechat))
        for way in ways:
            _queue(case, key, to=way, what=what, about=about, where=where, at=at)
    return True


def tell_business(
    case: Case,
    event: str,
    *,
    at: datetime,
    once: bool = False,
    until: date | None = None,
    said: Mapping[str, str] | None = None,
) -> bool:
    """Tell the business on the phone it is known by; whether it has one. This is no proof of service. `once` and
    `until`: as above."""
    phone = (case.place.phone if case.place else "") or (case.business.phone if case.business else "")
    if not phone:
        return False
    key = f"business:{event}" if once else f"business:{event}:v{case.version}"
    about, done = _short(case.title), _to_businesses.get()
    if done is not None:
        if (event.split(":", maxsplit=1)[0], phone) in done:
            return True
        done.add((event.split(":", maxsplit=1)[0], phone))
    with translation.override(HOUSE):
        what = _filled(TO_BUSINESS[event.split(":", maxsplit=1)[0]], until, at, said)
        where = gettext("%(find)s and sign in, or use your letter code.") % {"find": find_us()}
        sms = OutboxMessage.Channel.SMS
        if done is not None:
            about = gettext("%(title)s; and others like it") % {"title": about}
        _queue(case, key, to=(sms, phone), what=what, about=about, where=where, at=at)
    return True


def body_of(subject: str) -> str:
    """The key of the body whose case it is, which pays for its messages; "" of a draft, which no body has yet."""
    case = (
        Case.objects.filter(pk=UUID(subject.partition(":")[2])).select_related("home", "responsible").first()
    )
    return case.contact_body.key if case and case.stage != "draft" and case.contact_body else ""


def send_code(person: Complainant, code: str, *, minutes: int, at: datetime) -> None:
    """The one-time code that proves that the phone or e-mail is the consumer's."""
    with translation.override(HOUSE):
        title = mail_subjects.of_title(gettext("Your code to confirm this address"))
    _queue_secret(person, "code", title, code_text(code, minutes=minutes), at)


def code_text(code: str, *, minutes: int) -> str:
    """What such a message says; also what a test message says, since everybody needs this one first."""
    with translation.override(HOUSE):
        return gettext(
            "[%(platform)s] Your code is %(code)s. It is good for %(minutes)s minutes. Do not share it."
        ) % {"platform": alliance.load().platform_name, "code": code, "minutes": minutes}


def send_receipt_code(person: Complainant, code: str, *, at: datetime) -> None:
    """The receipt code of a file that nobody saw being made: that of a case from another alliance."""
    end = (person.case.number or "")[-5:]
    with translation.override(HOUSE):
        title = mail_subjects.of_title(gettext("Receipt code of your file ending in %(end)s") % {"end": end})
        text = gettext("[%(platform)s] The receipt code of your file ending in %(end)s is %(code)s.") % {
            "platform": alliance.load().platform_name,
            "end": end,
            "code": code,
        }
    _queue_secret(person, "receipt", title, text, at)


def send_new_receipt_code(person: Complainant, code: str, *, at: datetime) -> None:
    """A lost receipt code is replaced by a new one, to the confirmed phone or e-mail only. The message names
    only the end of the file number, so that whoever reads it alone cannot open the file."""
    end = (person.case.number or "")[-5:]
    with translation.override(HOUSE):
        title = mail_subjects.of_title(
            gettext("New receipt code of your file ending in %(end)s") % {"end": end}
        )
        text = gettext(
            "[%(platform)s] The new receipt code of your file ending in %(end)s is %(code)s. "
            "The old one no longer works."
        ) % {"platform": alliance.load().platform_name, "end": end, "code": code}
    _queue_secret(person, "receipt", title, text, at)


def _queue_secret(person: Complainant, kind: str, title: str, text: str, at: datetime) -> None:
    reached, case = person.reached_by, person.case
    if reached is not None:
        channel, address = reached
        outbox.queue(
            effect_key=f"{case.record_key}:{kind}:{new_id()}",  # each code is a message of its own
            subject=case.record_key,
            channel=channel,
            address=address,
            title=title,
            text=text,
            at=at,
        )


def _filled(
    words: Promise | str, until: date | None, at: datetime, said: Mapping[str, str] | None = None
) -> str:
    day = spoken.day(until, today=local_day(at)) if until else ""
    return str(words) % {"day": day, **(said or {})}


LONGEST = 16  # characters of a title or of a shop's name: enough to know which of several files it is


def shop_of(case: Case) -> str:
    """The business as people call it: by its sign, else by its name."""
    stated = case.stated_business
    named = (case.place.sign if case.place else "", case.business.name if case.business else "")
    return next(filter(None, (*named, stated.get("sign"), stated.get("name"))), "")


def _short(words: str) -> str:
    """The beginning, with numbers and addresses of people hidden."""
    plain = unmasking.text_masked(words)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def _queue(
    case: Case, key: str, *, to: tuple[str, str], what: str, about: str, where: str, at: datetime
) -> None:
    """In the language in force: which file, what it is about, what happened, where to look, whom to call."""
    channel, address = to
    number = case.number or gettext("not sent yet")
    outbox.queue(
        effect_key=f"{case.record_key}:{key}:{channel}",
        subject=case.record_key,
        channel=channel,
        address=address,
        title=mail_subjects.of_message(gettext("File %(number)s") % {"number": number}, what),
        text=gettext(
            "[%(platform)s] File %(number)s%(about)s: %(what)s %(where)s Questions: %(body)s %(phone)s."
        )
        % {
            **sender(case.contact_body),
            "number": number,
            "about": gettext(" (%(about)s)") % {"about": about} if about else "",
            "what": what,
            "where": where,
        },
        at=at,
    )
