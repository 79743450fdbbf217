"""What the desk shows of a case beside its matter: parties, bodies, evidence, offers, the record."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.businesses.pages import place_name
from huaihai.cases import life, timeline, turns, unmasking
from huaihai.cases.case_facts import Rows, known, line_words, money_words, remedy_words, row, word_words
from huaihai.cases.models import Case, Complainant, Evidence
from huaihai.cases.situation import Situation
from huaihai.cases.verbs import reopening
from huaihai.kit import local_words, phones
from huaihai.kit.compiled import Compiled
from huaihai.law import replies
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation


def of_consumer(situation: Situation, *, is_open: bool) -> Rows:
    """Who complains: masked unless this session has just opened it."""
    person: Complainant | None = getattr(situation.case, "complainant", None)
    if person is None:
        return []

    def shown(text: str, mask: Callable[[str], str]) -> str:
        return text if is_open else mask(text)

    phone = shown(person.phone, unmasking.phone_masked)
    rows = [
        row(_("Name"), shown(person.name, unmasking.name_masked)),
        row(_("Phone"), f"{phone} · {_sure_of(person)}" if phone else ""),
        row(_("E-mail"), shown(person.email, unmasking.email_masked)),
        row(_("Address"), _address(person, shown(person.address, lambda text: "***" if text else ""))),
        row(_("Lives in"), place_name(situation.case.consumer_at)),
        row(_("For a child"), _("under 14; the guardian files and consents") if person.is_for_child else ""),
        row(_("Files for"), _for_whom(situation, shown(person.acts_for, unmasking.name_masked))),
    ]
    return known(rows)


def _for_whom(situation: Situation, shown: str) -> str:
    if not shown:
        return ""
    return f"{shown} · {_('agreement not confirmed yet') if situation.lacks_mandate else _('has agreed')}"


def _address(person: Complainant, shown: str) -> str:
    return f"{shown} · {_('reached by letter only')}" if person.is_reached_by_letter else shown


def _sure_of(person: Complainant) -> str:
    """What is known of the telephone."""
    if not phones.mobile(person.phone):
        return _("a landline: no SMS goes there")
    return _("verified by a code") if person.is_verified else _("left by the consumer, not verified")


def of_bodies(case: Case, *, away: str = "") -> list[dict[str, Any]]:
    """Both cities, and which one is responsible; or who has it, where another alliance does."""
    if away and case.home:
        filed = {"label": _("Where the consumer filed"), "name": local_words.in_script(case.home.name)}
        return [
            filed | {"phone": case.home.phone_to_call, "is_responsible": False},
            {"label": _("Has the case"), "name": away, "phone": "", "is_responsible": False},
        ]
    named: list[tuple[str, Organisation | None]] = [
        (_("Where the consumer filed"), case.home),
        (_("Where the business is"), case.lead),
    ]
    if case.home_id == case.lead_id:
        named = [(_("Consumer and business are both here"), case.home)]
    held = {body.pk for _label, body in named if body}
    if case.responsible and case.responsible.pk not in held:
        named.append((_("Has the case"), case.responsible))
    return [
        {
            "label": label,
            "name": local_words.in_script(body.name),
            "phone": body.phone_to_call,
            "is_responsible": body.pk == case.responsible_id and body.pk in held and not case.is_final,
        }
        for label, body in named
        if body is not None
    ]


def of_evidence(
    case: Case,
    address: str = "desk-evidence",
    key: UUID | None = None,
    files: Iterable[Evidence] | None = None,
) -> list[dict[str, Any]]:
    """The files (or only these), each with the address of its safe copy: on the page of the case, or behind another
    door with its `key`."""
    parties = {"consumer": _("consumer"), "business": _("business"), "body": _("body")}
    return [
        {
            "name": file.name,
            "kind": file.kind,
            "size": file.size,
            "sha256": file.sha256,
            "party": parties.get(file.party, file.party),
            "added_at": file.added_at,
            "url": reverse(address, args=[key or case.pk, file.pk]),
            "is_picture": bool(file.derivative),
        }
        for file in (case.evidence.all() if files is None else files)
    ]


def of_offers(case: Case, *, today: date) -> list[dict[str, Any]]:
    """All offers, newest first."""
    return [
        {
            "who": _("Counter-offer of the consumer") if offer.is_counter else _("Offer of the business"),
            "state": turns.state_of(offer, today=today).label,
            "is_open": turns.state_of(offer, today=today) == offer.State.OPEN,
            "what": remedy_words(offer.remedies),
            "sum": money_words(offer.sum_fen),
            "text": offer.text,
            "note": offer.note_to_body,
            "perform_by_on": offer.perform_by_on,
            "valid_until_on": offer.valid_until_on,
            "goods_back_by_on": offer.goods_back_by_on,
            "return_to": offer.return_to,
            "made_at": offer.made_at,
        }
        for offer in reversed(case.offers.all())
    ]


def of_answers(case: Case) -> list[dict[str, Any]]:
    """What was answered beside offers, newest first, also by a business meant before; notes to the bodies apart."""
    return [
        {
            "kind": answer.get_kind_display(),
            "said": local_words.said(answer.said) if answer.said else "",
            "needs": "、".join(local_words.said(replies.BY_CODE[code]) for code in answer.needs),
            "until_on": answer.until_on,
            "text": answer.text,
            "note": answer.note_to_body,
            "on_word": answer.on_word,
            "made_at": answer.made_at,
        }
        for answer in reversed(case.answers.all())
    ]


def of_closing(situation: Situation, *, is_open: bool) -> str:
    """Whose word closed the case: who, on which day, how, and what else was said; else by whose hand."""
    closing = situation.closing
    if closing is None:
        return ""
    text = closing.text if is_open else unmasking.text_masked(closing.text)
    if not reopening.is_ours(closing):
        return _("The consumer did so on the own page.")
    who = word_words(closing.facts, today=situation.today) or _people({closing.by}).get(closing.by, "")
    return "\n".join(filter(None, (who, text)))


def of_record(situation: Situation, *, is_open: bool) -> Rows:
    """Everything that happened, notes included, with who did it and on whose word."""
    lines = timeline.of(situation.case, life.BODY, history=situation.history)
    names = _people({line.who for line in lines} | {line.handler for line in lines})

    def shown(text: str) -> str:
        return text if is_open else unmasking.text_masked(text)

    return [
        {
            "at": line.at,
            "title": line.what,
            "who": names.get(line.who, ""),
            "to": local_words.in_script(line.to),
            "handler": names.get(line.handler, "") if line.handler != line.who else "",
            "text": "\n".join(
                filter(None, (line_words(line.verb, line.facts, today=situation.today), shown(line.text)))
            ),
            "is_now": number == 0 and not situation.case.is_final,
        }
        for number, line in enumerate(lines)
    ]


PASSPORT = Actor.system("passport").key  # what came from another alliance, and follows from it


def _people(keys: set[str]) -> dict[str, str]:
    accounts = {key.removeprefix("account:") for key in keys if key.startswith("account:")}
    names: dict[str, str] = {key: _("consumer") for key in keys if key.startswith("consumer")}
    names |= {key: _("by itself, on time") for key in keys if key.startswith("system")}
    names |= {key: _("another alliance") for key in keys if key == PASSPORT}
    for account in _accounts(keys=sorted(accounts)):
        names[account.record_key] = account.shown_name
    return names


_accounts: Compiled[Account] = Compiled(
    lambda keys: Account.objects.filter(pk__in=keys).only("username", "display_name"), keys=Account._meta.pk
)
