"""Until when, and how that day was found: the card at the top of a case."""

from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.cases.models import Case
from huaihai.cases.pages import clock_words, fulfil_clock
from huaihai.cases.pages.clock_words import ShownClock
from huaihai.cases.timing import LIVING_CLOCK
from huaihai.kit import clock as today_clock
from huaihai.kit import local_words, spoken
from huaihai.record import clocks
from huaihai.record.models import Clock

BY_THEN: dict[str, Promise] = {  # what has to happen by then, by stage
    "received": _("%(body)s checks your complaint by then and takes it or forwards it."),
    "supplementing": _("Please add by then what is missing. After that %(body)s goes on with what it has."),
    "forwarded": _("%(body)s takes your complaint and decides by then what comes next."),
    "deciding": _(
        "%(body)s decides by then: it invites the business, admits the complaint or tells you why not."
    ),
    "clarifying": _("Please add by then what is missing. After that %(body)s goes on with what it has."),
    "inviting": _("%(body)s brings the invitation to the business by then."),
    "negotiating": _(
        "Settle with the business by then; otherwise %(body)s decides whether to admit the complaint."
    ),
    "mediating": _("%(body)s finishes the mediation by then."),
    "paused": _("The time for mediation stands still. %(body)s looks again by %(day)s whether it can go on."),
    "fulfilling": _("By then the business does what was agreed. Please tell us when it is done."),
    "breached": _("The business has until then to make good. %(body)s follows it up."),
}


def of(case: Case) -> ShownClock | None:
    """The card of the clock that counts in this stage; None where none runs."""
    name = LIVING_CLOCK.get(case.stage, "")
    running = Clock.objects.running().filter(subject=case.record_key).prefetch_related("pauses")
    held = {row.name: row for row in running}
    clock = held.get(name)
    if clock is None:
        return None
    today = today_clock.today()
    body = local_words.in_script(case.responsible.short_name) if case.responsible else ""
    text = str(BY_THEN[case.stage]) % {"body": body, "day": spoken.day(clock.due_on, today=today)}
    # in a pause the consumer waits for the mediation, not for the body's own look back
    counted = held.get("mediate", clock) if case.stage == "paused" else clock
    shown = replace(clock_words.shown(counted, today, clocks.calendar()), text=text)
    return fulfil_clock.fitted(shown, case, today=today)
