"""Plain questions and answers for the public, each with the page that answers it at length."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from huaihai.businesses.posters.pages import Door
from huaihai.kit import guards
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.text.normalise import fold
from huaihai.kit.ways import way

MOST_FOUND = 2


@dataclass(frozen=True)
class Answer:
    """A question, what is said to it, and the doors: names of addresses with their labels."""

    question: Promise | str
    text: Promise | str
    doors: tuple[tuple[str, Promise | str], ...]


COMPLAINING = (
    Answer(
        _("How do I complain?"),
        _(
            "Say in one sentence what happened. You see what the law gives you and who can help. If it is us, answer "
            "a few questions, one at a time. It costs nothing and needs no account. You need a telephone number, and "
            "whatever proof you have: order, receipt, photos."
        ),
        (("triage", _("What happened?")), ("file-start", _("Make a complaint"))),
    ),
    Answer(
        _("I do not like typing. Can somebody write it down for me?"),
        _(
            "Yes. Ring the association of your city, or leave your number where a call back is offered. Your "
            "children may also fill it in with you."
        ),
        (("callback-new", _("Please call me back")), ("bodies", _("Phones and addresses"))),
    ),
    Answer(
        _("I already rang {hotline}. May I complain here too?"),
        _(
            "The same matter cannot be handled in two places at once. Tell us the number you were given there, and we "
            "first ask how it stands."
        ),
        (("rights", _("Your rights")),),
    ),
    Answer(
        _("The shop is in another city. Where do I go?"),
        _(
            "Nowhere. Complain where you are; if the shop is in one of our cities, we hand the file over. If it is "
            "elsewhere, we say so before we ask who you are, and where to turn."
        ),
        (("file-start", _("Make a complaint")),),
    ),
    Answer(
        _("How long does it take?"),
        _(
            "Each step has its last day, and it stands big on the page of your complaint, with whose turn it is. How "
            "long others took is in the statistics."
        ),
        (("track", _("Follow my complaint")), ("statistics", _("Statistics"))),
    ),
    Answer(
        _("I lost my receipt code."),
        _("Give your file number and the telephone number you left: a new code is sent there."),
        (("track-lost", _("Get a new code")),),
    ),
    Answer(
        _("Somebody writes or calls in your name, and wants money or a QR scanned. Is it you?"),
        _(
            "No. By telephone or message we never ask for money, bank cards or codes, and we send no QR for a refund. "
            "What is ours has a check code; type it here. On the telephone let them first say the words on your "
            "receipt."
        ),
        (("genuine", _("Is it from us?")),),
    ),
    Answer(
        _("What if the shop says no?"),
        _(
            "Nobody can be forced to mediate. We tell you which ways are left: the {regulator}, "
            "arbitration, the court. A mediation agreement can be confirmed by the court within 30 days."
        ),
        (("rights", _("Your rights")), ("law", _("What the law says"))),
    ),
)
KNOWING = (
    Answer(
        _("Wages, a bank, a doctor, a neighbour: is that yours?"),
        _("Mostly not, but we tell you whom to ring, with the number."),
        (("triage", _("What happened?")), ("search", _("Search"))),
    ),
    Answer(
        _("Is what I have at home dangerous?"),
        _(
            "Type or scan what stands on the packet. It is compared on your phone; we do not learn what you own."
        ),
        (("check", _("Recalled or warned of?")), ("warnings", _("Warnings"))),
    ),
    Answer(
        _("Who sees what I write?"),
        _(
            "The officers who handle it, and, if you agree, the shop. Your number is hidden from everybody else, "
            "and every look at it is recorded."
        ),
        (("privacy", _("Privacy and your data")),),
    ),
    Answer(
        _("Letters too small? A voice? Another language?"),
        _(
            "“Large text” stands at the top of every page. English and traditional characters stand at its foot."
        ),
        (("accessibility", _("Accessibility")),),
    ),
    Answer(
        _("I am a visitor and leave soon. Can I still complain?"),
        _(
            "Yes. You need no account and no local number; an e-mail address is enough. Keep the receipt and photos. "
            "You can go home: everything goes on by message, and you answer on the page of your complaint."
        ),
        (("file-start", _("Make a complaint")), ("rights", _("Your rights"))),
    ),
    Answer(
        _("I am a shop and got a letter."),
        _("Type the code of the letter. You see what is asked and can answer without an account."),
        (("letter", _("Letter code")), ("join", _("Join the fast channel"))),
    ),
)


@require_safe
@guards.same_for_all
def page(request: HttpRequest) -> HttpResponse:
    """All of them; a door to a page that is not there is left out."""
    rows = [(number, *_with_doors(one)) for number, one in enumerate((*COMPLAINING, *KNOWING), start=1)]
    parts = [(_("Complaining"), rows[: len(COMPLAINING)]), (_("Good to know"), rows[len(COMPLAINING) :])]
    return render(request, "front/help.html", {"parts": parts})


def doors(query: str, *, on: date) -> list[Door]:
    """The questions in which the words stand, for `reactions.SEARCH_OFFICES`."""
    words = fold(query).split()
    if not any(len(word) > 1 for word in words):
        return []
    asked = [str(one.question) for one in (*COMPLAINING, *KNOWING)]
    named = [one for one in asked if all(word in fold(one) for word in words)]
    return [Door(one, f"{reverse('help')}#q{asked.index(one) + 1}") for one in named[:MOST_FOUND]]


def _with_doors(one: Answer) -> tuple[Answer, list[tuple[str, Promise | str]]]:
    return one, [(url, label) for name, label in one.doors if (url := way(name))]
