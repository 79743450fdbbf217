"""What this room adds to the menu (named in `reactions.OFFICE_MENU`): its lists, by stage, and taking down."""

from collections.abc import Mapping

from django.db.models import Count

from huaihai.cases.desk import lists
from huaihai.cases.models import Case
from huaihai.cases.situation import CASEWORK, READING
from huaihai.desk.menu import CASES, SECRETARIAT, Entries, Entry, held_by
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.country import pgettext_lazy
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

reads, works = held_by(*READING), held_by(*CASEWORK)


def reads_files(actor: Actor) -> bool:
    """Whoever reads the cases of a body that has some: those of the alliance open none (`CaseQuerySet.visible_to`)."""
    is_of_alliance = actor.organisation is not None and actor.organisation.kind == Organisation.Kind.ALLIANCE
    return reads(actor) and not is_of_alliance


def counts(actor: Actor) -> Mapping[str, int]:
    """Open cases of the reader's own body, all and by what has to be done: one query."""
    rows = Case.objects.visible_to(actor).open().filter(responsible=actor.organisation)
    by_stage = dict(rows.order_by().values_list("stage").annotate(Count("pk")))
    found = {
        f"desk-{group.name}": sum(by_stage.get(one, 0) for one in group.stages) for group in lists.GROUPS
    }
    return {"desk": sum(by_stage.values()), **found}


MENU = Entries(
    CASES,
    (
        Entry(
            "desk-register",
            "desk-register",
            _("Write down a complaint"),
            _("Somebody comes, telephones or writes."),
            works,
            shortcut="n",
        ),
        Entry(
            "desk",
            "desk",
            pgettext_lazy("cases", "Open cases"),
            _("All open cases of your body, what is due first on top; search and filter them."),
            reads_files,
        ),
        *(
            Entry(f"desk-{group.name}", "desk", group.label, may=reads_files, query=f"stage={group.name}")
            for group in (*lists.GROUPS, lists.ENDED)
        ),
        Entry(
            "consultations",
            "desk-consultations",
            _("Consultations"),
            _("Questions that were answered at once; how many a month."),
            works,
        ),
        Entry(
            "forged",
            "desk-forged",
            _("Forged in our name"),
            _("What strangers sent or said in our name, as people handed it in; say what follows."),
            reads,
            is_rare=True,
        ),
        Entry(
            "desk-calls",
            "desk-calls",
            _("To be told by telephone"),
            _("People whom no text message reaches, and what to tell them."),
            works,
            is_rare=True,
        ),
        Entry(
            "desk-absences",
            "desk-absences",
            _("Absences"),
            _("Who is away from when until when, and who stands in."),
            works,
            is_rare=True,
        ),
        Entry(
            "phrases",
            "phrases",
            _("Phrases"),
            _("Words that your body uses often, to put into a text."),
            works,
            is_rare=True,
        ),
        Entry(
            "desk-forwarded",
            "desk-forwarded",
            _("Forwarded between cities"),
            _("What went to other cities and came from them, and what became of it."),
            held_by(*READING, SECRETARIAT),
        ),
        Entry(
            "desk-entrust",
            "desk-entrust",
            _("Entrusted case"),
            _("A case that a court, {city_line} or another authority hands over for mediation."),
            works,
            is_rare=True,
        ),
        Entry(
            "desk-drafts",
            "desk-drafts",
            _("Imported drafts"),
            _("Messages and order lists that were imported, to be completed."),
            works,
            is_rare=True,
        ),
    ),
    counts,
)
