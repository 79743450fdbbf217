"""Why an alarm was raised, in short sentences: expected, came, how unusual, and how few would have been ordinary."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.insight.alarms.expected import number, rounded
from huaihai.insight.alarms.facts import AlarmWords
from huaihai.insight.models import Alarm, AlarmSighting
from huaihai.kit import spoken
from huaihai.record import events

PLENTY = 0.05  # an expected number below it is as good as none


def why(words: AlarmWords) -> list[tuple[str, str]]:
    """Question and answer, in the order in which people ask. One query; what an older night did not say is left out."""
    alarm = words.row
    found = AlarmSighting.objects.filter(alarm=alarm, night=alarm.seen_id).values_list("said", flat=True)
    said: dict[str, Any] = found.first() or {}
    told = [
        (_("How many were expected?"), _expected(words, said)),
        (_("How many came?"), _came(alarm)),
        (_("How unusual is that?"), words.chance or _unusual()),
        (_("How many would have been ordinary?"), _ordinary(said)),
    ]
    return [(question, answer) for question, answer in told if answer]


def registration(alarm: Alarm) -> str:
    """The hash under which it was registered before anybody looked into it: that of its first event."""
    first = events.history(alarm.record_key).filter(verb="alarm_raised").first()
    return first.hash if first is not None else ""


def _expected(words: AlarmWords, said: dict[str, Any]) -> str:
    sentences = [_("%(n)s in these days.") % {"n": words.expected}]
    if said.get("based_on"):
        first, last = (spoken.full_day(date.fromisoformat(day)) for day in said["based_on"])
        sentences.append(
            _("Worked out from the complaints of %(first)s to %(last)s.") % {"first": first, "last": last}
        )
    if said.get("before"):
        numbers = pgettext("between places", ", ").join(str(n) for n in said["before"])
        sentences.append(_("The three times 28 days just before had %(numbers)s.") % {"numbers": numbers})
    return spoken.run_on(sentences)


def _came(alarm: Alarm) -> str:
    text = ngettext("%(n)d.", "%(n)d.", alarm.observed) % {"n": alarm.observed}
    if alarm.expected < PLENTY:
        return spoken.run_on([text, _("There were hardly any before.")])
    times = number(alarm.observed / rounded(alarm.expected))
    return spoken.run_on([text, _("That is about %(times)s times what was expected.") % {"times": times}])


def _unusual() -> str:
    return _("Chance brings something like this on most days somewhere: look at it with that in mind.")


def _ordinary(said: dict[str, Any]) -> str:
    if "ordinary" not in said:
        return ""
    words = ngettext(
        "Up to %(n)d in the same days would have raised no alarm.",
        "Up to %(n)d in the same days would have raised no alarm.",
        said["ordinary"],
    )
    return words % {"n": said["ordinary"]}
