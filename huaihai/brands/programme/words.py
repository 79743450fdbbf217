"""What criteria are made of, in words: evidence, axes, hearts, measures, what follows, days."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.brands.models import Entry

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
