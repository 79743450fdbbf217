"""What criteria are made of, in words: evidence, axes, hearts, measures, what follows, days."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.brands.models import Entry
from huaihai.kit import local_words
from huaihai.supervision.grading.shape import Problem

type Words = Mapping[str, Promise]

HEARTS: Final[Words] = {
    "safe": pgettext_lazy("heart", "Safe"),
    "ease": pgettext_lazy("heart", "At ease"),
    "care": pgettext_lazy("heart", "Cared for"),
}
HEARTS_MEANT: Final[Words] = {
    "safe": _(
        "Licences and tests are in order, nothing was punished, pledges are made and kept, money stands ready."
    ),
    "ease": _("Complaints are answered in time and really settled, goods are taken back."),
    "care": _("Elderly people, disabled people and travellers are treated well, prices are fair."),
}
AXES: Final[Words] = {
    "distinctive": pgettext_lazy("axis", "Distinctive"),
    "well-made": pgettext_lazy("axis", "Well made"),
    "reputed": pgettext_lazy("axis", "Reputed"),
    "loved": pgettext_lazy("axis", "Loved by consumers"),
}
EVIDENCE: Final[Words] = {
    "licence": _("Licences in the lists of authorities"),
    "tests": _("Results of comparative tests"),
    "penalties": _("Penalties in the lists of authorities"),
    "pledges": _("Pledges made in public"),
    "fund": _("An advance compensation fund that stands for it"),
    "promises": _("Promises that consumers confirmed as kept"),
    "reply": _("Complaints answered within the time"),
    "settled": _("Admitted complaints whose settlement was confirmed"),
    "returns": _("Returns that were taken back as promised"),
    "elderly": _("Looked at on visits: elderly people"),
    "disabled": _("Looked at on visits: disabled people"),
    "travellers": _("Looked at on visits: travellers"),
    "prices": _("Looked at on visits: prices"),
    "ratings": _("Ratings of 4 or 5 of 5 by people whose purchase is known"),
    "distinctive": _("Points by two assessors of different cities"),
    "quality": _("Points by two assessors of different cities, for quality"),
    "revisit": _("What two people found in order when they came again"),
}
MEASURES: Final[Words] = {
    "serious_cases": _("serious admitted cases"),
    "broken_promises": _("promises that were not kept, confirmed"),
    "unsafe_tests": _("tests in which something was unsafe"),
    "serious_penalties": _("serious penalties"),
    "unsolved_share_low": _("share of unsolved complaints, lower end of its interval"),
    "refused_mediation": _("refusals of mediation or of what was agreed in it"),
    "closed_or_moved": _("findings that it is closed or has moved"),
    "false_statements": _("false statements, confirmed"),
    "failed_revisits": _("failed re-visits"),
    "score": _("score"),
}
DOES: Final[Words] = {
    "warn": pgettext_lazy("trigger", "a warning with a day until which it must be put right"),
    "suspend": pgettext_lazy("trigger", "the mark is suspended at once, then a hearing"),
    "hear": pgettext_lazy("trigger", "a hearing about the mark"),
}
CLOCKS: Final[Words] = {
    "statement_working_days": _("Working days for a written statement"),
    "hearing_working_days": _("Working days until the hearing"),
    "decision_working_days": _("Working days until the decision"),
    "appeal_working_days": _("Working days for an appeal"),
    "panel_working_days": _("Working days for the panel"),
    "suspended_days": _("Days that a suspension lasts at most"),
}
ADMISSION: Final[Words] = {
    "total": _("Least total"),
    "heart": _("Least points of each heart"),
    "agreement": _("How far two assessors must agree (0 to 1)"),
    "apart": _("Points by which two assessors may differ on an item before a third one judges"),
    "valid_months": _("Months that a mark is valid"),
    "notice_working_days": _("Working days of the public notice"),
    "wait_months_after_removal": _("Months to wait after a removal"),
}
KINDS: Final[Words] = {str(key): label for key, label in Entry.Kind.choices}
SHAPES: Final[Words] = {
    "share": _("how many of how many"),
    "steps": _("a count"),
    "yes": _("yes or no"),
    "points": _("points"),
}
PARTS: Final[Words] = {  # of the JSON, in sentences about what is wrong
    "format": pgettext_lazy("criteria", "format"),
    "note": pgettext_lazy("criteria", "note"),
    "look_back_months": _("How many months evidence reaches back"),
    "key": pgettext_lazy("criteria", "key"),
    "heart": pgettext_lazy("criteria", "heart"),
    "axis": pgettext_lazy("criteria", "axis"),
    "name": pgettext_lazy("criteria", "name"),
    "zh": pgettext_lazy("criteria", "in Chinese"),
    "en": pgettext_lazy("criteria", "in English"),
    "evidence": pgettext_lazy("criteria", "evidence"),
    "shape": pgettext_lazy("criteria", "shape"),
    "weight": pgettext_lazy("criteria", "weight"),
    "threshold": pgettext_lazy("criteria", "threshold"),
    "prior": pgettext_lazy("criteria", "prior"),
    "share": pgettext_lazy("criteria", "share of good ones"),
    "strength": pgettext_lazy("criteria", "imagined cases"),
    "better": pgettext_lazy("criteria", "whether few or many are good"),
    "steps": pgettext_lazy("criteria", "steps"),
    "else": pgettext_lazy("criteria", "points otherwise"),
    "kinds": pgettext_lazy("criteria", "kinds"),
    "measure": pgettext_lazy("criteria", "what is measured"),
    "at_least": pgettext_lazy("criteria", "from which number on"),
    "below": pgettext_lazy("criteria", "below which number"),
    "within_months": pgettext_lazy("criteria", "within how many months"),
    "does": pgettext_lazy("criteria", "what follows"),
    "criteria": pgettext_lazy("criteria", "criteria"),
    "triggers": pgettext_lazy("criteria", "written rules"),
    "admission": pgettext_lazy("criteria", "admission"),
    "clocks": pgettext_lazy("criteria", "clocks"),
    **ADMISSION,
    **CLOCKS,
}


SENTENCES: Final[dict[str, Promise]] = {
    "not-choice": _("“%(found)s” is not one of these: %(allowed)s."),
    "not-text": _("there is no text here, or it cannot be stored."),
    "missing": _("please fill this in."),
    "too-long": _("at most %(most)s characters."),
    "not-key": _("“%(found)s” is no key: small letters, digits and hyphens, at most 40."),
    "not-whole": _("please write a whole number from %(least)s to %(most)s."),
    "not-number": _("“%(found)s” is no number like 12.5, written in quotes."),
    "out-of-range": _("%(found)s is outside what is possible here."),
    "not-positive": _("please write a number above 0."),
    "not-object": _("this part is missing or has another form."),
    "not-list": _("this must be a list."),
    "too-few": _("at least %(least)s."),
    "too-many": _("at most %(most)s."),
    "key-twice": _("“%(found)s” stands here twice."),
    "unknown-name": _("“%(found)s” means nothing here. Is it misspelt?"),
    "unknown-kind": _("“%(found)s” is no kind of entry."),
    "other-shape": _("this evidence comes as “%(wanted)s”, not as “%(found)s”."),
    "other-better": _("of this evidence the good side is “%(wanted)s”."),
    "no-steps": _("please give one to %(most)s steps."),
    "not-step": _("a step is a whole number from 0 on and its points from 0 to 100, both in quotes."),
    "steps-not-in-order": _(
        "from step to step things must get worse, and the points fewer, down to the points otherwise."
    ),
    "small-wins": _(
        "with %(strength)s imagined cases and a share of %(share)s, five good cases of five would beat "
        "ninety-five of a hundred."
    ),
    "other-limit": _("a rule about this has exactly one limit, called “%(wanted)s”."),
    "no-heart": _("for the kind “%(kind)s” nothing stands under the heart “%(missing)s”."),
    "no-axis": _("for the kind “%(kind)s” nothing stands under the axis “%(missing)s”."),
}
CALLED: Final[dict[str, Words]] = {"kind": KINDS}  # facts that are keys, and what they are called
NAMED: Final = ("criteria", "triggers")


def sentence(problem: Problem, content: Mapping[str, Any]) -> str:
    """One sentence in the reader's language; rows are called by their names."""
    facts = {"found": "", "allowed": ""} | {
        name: _called(problem, name, value) for name, value in problem.facts.items()
    }
    said = str(SENTENCES[problem.code]) % facts
    where = place(problem.place, content)
    told = _t("%(where)s: %(what)s") % {"where": where, "what": said} if where else said
    return told.encode(errors="replace").decode()  # JSON can hold lone surrogates, a page cannot


def place(path: str, content: Mapping[str, Any]) -> str:
    """Where it is: the row's name, then its part."""
    first, _dot, rest = path.partition(".")
    if first in NAMED and rest:
        key, _dot, part = rest.partition(".")
        found = [_row_name(content, first, key)]
        return " · ".join([*found, *_parts(part)])
    return " · ".join(_parts(path))


def _parts(path: str) -> list[str]:
    return [str(PARTS.get(part, part)) for part in path.split(".") if part]


def _row_name(content: Mapping[str, Any], part: str, key: str) -> str:
    rows = content.get(part)
    for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
        if isinstance(row, dict) and key in (row.get("key"), str(number)):
            name = row.get("name")
            zh, en = (name.get("zh"), name.get("en")) if isinstance(name, dict) else ("", "")
            if isinstance(zh, str) and isinstance(en, str) and zh and en:
                return local_words.either(zh=_plain(zh), en=_plain(en))
    return key


def _plain(text: str) -> str:
    return text.encode(errors="replace").decode()[:60]


def _called(problem: Problem, name: str, value: str) -> str:
    if name == "missing":
        known = HEARTS if problem.code == "no-heart" else AXES
        return str(known.get(value, value))
    return str(CALLED[name].get(value, value)) if name in CALLED else value
