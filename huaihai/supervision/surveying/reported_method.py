"""How a survey was done, as a section of its report."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from huaihai.desk.papers.document import Section, Table
from huaihai.supervision.surveying import wording


def section(plan: Mapping[str, Any], file: Mapping[str, Any]) -> Section:
    """Who was asked, what was left out by which rule, how it was weighted."""
    sample, answers, weights = plan["sample"], file["answers"], file["weights"]
    rows = [
        (_("Who was asked"), str(wording.SAMPLES[sample["kind"]])),
        (_("How people were found"), sample["how"]),
        (_("Received"), str(answers["received"])),
        (_("Left out by the rules of the plan"), str(answers["left_out"])),
        *((str(words), str(answers["flagged"][key])) for key, words in wording.FLAGS.items()),
        (_("Weights"), _weights(weights)),
    ]
    if weights["method"] != "none":
        rows.append((_("Design effect of the weights (Kish)"), f"{float(weights['design_effect']):.2f}"))
    return Section(_("How it was done"), tables=(Table(_("The survey in short"), ("", ""), tuple(rows)),))


def _weights(weights: Mapping[str, Any]) -> str:
    if weights["method"] == "none":
        return _("none: each answer counts once")
    said = {
        "post-stratification": _(
            "by the known shares of one group (post-stratification), from %(low)s to %(high)s"
        ),
        "raking": _("by the known shares of several groups (raking), from %(low)s to %(high)s"),
    }[weights["method"]]
    return said % {"low": f"{float(weights['smallest']):.2f}", "high": f"{float(weights['largest']):.2f}"}
