"""What the texts of advice, invitation, letter and exposure begin with; the officer changes them."""

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.education.content import Content
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import local_day
from huaihai.supervision.models import Finding
from huaihai.supervision.sweeping.lives import RESULTS
from huaihai.supervision.sweeping.plan import Plan


def advice(rows: Sequence[Finding], plan: Plan) -> str:
    """What the checklist says that the business should do about each, once."""
    items = dict.fromkeys(plan.item(row.item) for row in rows)
    lines = [item.guidance or item.finding for item in items]
    return "\n".join(f"{n}. {local_words.in_script(line)}" for n, line in enumerate(lines, 1))


@translation.override("zh-hans")  # it begins a text that everybody reads
def story(one: Finding, plan: Plan) -> dict[str, str]:
    """What happened with a finding, in days and facts, and how that is known."""
    item = plan.item(one.item)
    lines = [
        _("%(day)s: at a check of “%(item)s” this was found: %(words)s")
        % {"day": spoken.full_day(local_day(one.found_at)), "item": item.name, "words": one.mark.words}
    ]
    for row in one.rechecks.all():
        said = {"day": spoken.full_day(local_day(row.at)), "result": RESULTS[row.result], "words": row.words}
        lines.append(_("%(day)s: checked again, %(result)s. %(words)s") % said)
    return {
        "what": "\n".join(line.strip() for line in lines),
        "evidence": _("Record and photos of both checks; %(basis)s") % {"basis": "；".join(item.basis)},
    }


@translation.override("zh-hans")
def exposure(one: Finding, plan: Plan, said: dict[str, Any]) -> Content:
    """The first version of an exposure, as `education` keeps it; in the words of the office's own forms."""
    item = plan.item(one.item)
    return Content(
        title=_("Exposure: %(name)s, %(item)s not cured") % {"name": said["shown_name"], "item": item.name},
        what=said["what"],
        evidence=said["evidence"],
        cities=(one.city.key,),
        topics=(plan.trade,),
        severity="Moderate",
        basis=item.basis,
    )
