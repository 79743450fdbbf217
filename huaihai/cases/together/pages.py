"""A binder with its cases and what is done to them, for officers; its end."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.cases import numbers
from huaihai.cases.case_facts import kind_words
from huaihai.cases.desk import lists
from huaihai.cases.models import Case, Together, TogetherCase
from huaihai.cases.situation import CASEWORK, READING
from huaihai.cases.together import facts, life, verbs
from huaihai.cases.together.bulk import BULK
from huaihai.desk.asking import MakeForm, Question, ask, asking
from huaihai.desk.frame import actor_of, no_frame
from huaihai.desk.lists import Choice, List, Options, Rows
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.kit import clock, guards, local_words, spoken
from huaihai.kit.country import gettext, pgettext_lazy
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.form_fields import SeenForm
from huaihai.members.actors import Actor

TONES = {
    life.JOINED: "ok",
    life.PROPOSED: "warn",
    life.LEFT: "calm",
    life.DECLINED: "calm",
    life.PASSED: "calm",
}
PARTIES = ("home", "lead", "responsible", "business", "place", "complainant")
PER_PAGE = 100  # what is ticked stands on one page


def binder_of(request: HttpRequest, together_id: UUID) -> Together:
    """The binder, if the reader sees it; asked once. Otherwise 404."""
    kept: Together | None = getattr(request, "together", None)
    if kept is None:
        rows = Together.objects.visible_to(actor_of(request)).select_related("body", "business")
        kept = get_object_or_404(rows, pk=together_id)
        request.together = kept  # type: ignore[attr-defined]
    return kept


def _rows(request: HttpRequest, together_id: UUID) -> Rows:
    rows: Rows = binder_of(request, together_id).cases.select_related(
        "together", *(f"case__{name}" for name in PARTIES)
    )
    return rows.order_by("case__submitted_at", "pk")


def _prepared(request: HttpRequest, rows: Sequence[TogetherCase]) -> Sequence[TogetherCase]:
    """Each knows whether the reader may open its file."""
    node = actor_of(request).organisation
    own = set(node.keys_within) if node else set()
    for row in rows:
        case = row.case
        row.is_file_open = bool({case.home_id, case.lead_id, case.responsible_id} & own)  # type: ignore[attr-defined]
    return rows


def _is_open(row: Any) -> bool:
    return bool(row.is_file_open)


def _case(row: TogetherCase) -> Cell:
    case = row.case
    if not _is_open(row):
        body = local_words.in_script(case.responsible.short_name) if case.responsible else ""
        return Cell(kind_words(case) or gettext("A complaint"), lines=[body, facts.why(row)])
    return Cell(
        numbers.short(case.number or ""),
        reverse("desk-case", args=[case.pk]),
        lines=[case.title, facts.why(row)],
        aloud=case.title,
    )


def _answer(row: TogetherCase) -> Cell:
    tags = [Tag(row.stage_label, TONES.get(row.stage, ""))]
    lines = []
    if row.speaks:
        tags.append(Tag(gettext("speaks for the others"), "ok"))
    elif row.stage == life.JOINED and row.is_willing:
        lines.append(gettext("would speak for the others"))
    if row.stage == life.JOINED and not row.is_spoken_for:
        lines.append(gettext("speaks alone"))
    if row.stage == life.ASKED and _is_open(row) and not _is_confirmed(row.case):
        lines.append(gettext("no confirmed phone: please call"))
    return Cell("", tags=tags, lines=lines)


def _is_confirmed(case: Case) -> bool:
    person = getattr(case, "complainant", None)
    return person is not None and person.confirmed_at is not None


def _money(row: TogetherCase, fen: int | None) -> str | None:
    return spoken.figures(fen) if fen is not None and _is_open(row) else None


COLUMNS: tuple[Column[TogetherCase], ...] = (
    Column(_("Case"), _case, names_row=True),
    Column(
        _("City"), lambda row: lists.city_name(row.case.home.city or row.case.home) if row.case.home else None
    ),
    Column(_("Together?"), _answer, sort=("stage",)),
    Column(_("Stage"), lambda row: row.case.stage_info.desk, sort=("case__stage",)),
    Column(_("Asked for ({currency})"), lambda row: _money(row, row.case.asked_fen), is_number=True),
    Column(_("Agreed ({currency})"), lambda row: _money(row, row.case.settled_fen), is_number=True),
)


def _stages(_request: HttpRequest, **_keys: Any) -> Options:
    named = {key: (words, Q(stage=key)) for key, words in life.IN_IT.stages.items()}
    return {"": (gettext("All"), Q()), **named}


def _steps(_request: HttpRequest, **_keys: Any) -> Options:
    groups = {one.name: (one.label, Q(case__stage__in=one.stages)) for one in (*lists.GROUPS, lists.ENDED)}
    return {"": (gettext("All"), Q()), **groups}


def _more(request: HttpRequest, _chosen: Any, _page: Any, _found: Rows) -> dict[str, Any]:
    binder, actor = request.together, actor_of(request)  # type: ignore[attr-defined]
    keys = actor.organisation.keys_within if actor.organisation else []
    may_lead = binder.is_open and bool(actor.roles & set(CASEWORK)) and verbs.leads(actor, binder)
    return {
        "binder": binder,
        "sums": facts.sums(binder, keys),
        "meeting": facts.session(binder),
        "notes": [note for name in reactions.TOGETHER_NOTES for note in import_string(name)(binder)],
        "find_from": _first_own(binder, actor) if may_lead else None,
        "may_end": may_lead,
    }


def _first_own(binder: Together, actor: Actor) -> UUID | None:
    """A case of the body's own from whose page more like it are looked for."""
    rows = binder.cases.filter(
        stage__in=life.LIVING,
        case__stage__in=life.STILL_OPEN,
        case__responsible__in=actor.organisation.keys_within if actor.organisation else [],
    )
    found: UUID | None = rows.order_by("pk").values_list("case", flat=True).first()
    return found


BINDER = List[TogetherCase](
    pgettext_lazy("list", "Handled together"),
    rows=_rows,
    columns=COLUMNS,
    choices=(
        Choice("together", _("Together?"), _stages),
        Choice("stage", _("Stage"), _steps, as_menu=True),
    ),
    prepared=_prepared,
    empty=_("No case stands so."),
    per_page=PER_PAGE,
    bulk=BULK,
    more=_more,
    frame=no_frame,
    template="cases/together/binder.html",
    guard=guards.staff(*READING),
)


@asking
@guards.staff(*CASEWORK)
def end(request: HttpRequest, together_id: UUID) -> HttpResponse:
    """Every case goes on by itself."""
    binder, actor = binder_of(request, together_id), actor_of(request)
    if not verbs.leads(actor, binder):
        raise Http404

    def act(form: SeenForm) -> None:
        try:
            verbs.end(binder, **form.facts(), seen=form.version_seen, by=actor, at=clock.now())
        except (NotPossible, NotAllowed) as error:
            raise NotPossible(gettext("The joint handling has ended.")) from error

    return ask(
        request,
        _end_question(request, binder),
        form=partial(SeenForm, seen=binder.version),
        act=act,
        done=_("The joint handling has ended; each complaint goes on by itself."),
        to=reverse("desk-together", args=[binder.pk]),
    )


def _end_question(request: HttpRequest, binder: Together) -> Question:
    def again() -> tuple[Question, MakeForm]:
        del request.together  # type: ignore[attr-defined]
        now = binder_of(request, binder.pk)
        return _end_question(request, now), partial(SeenForm, seen=now.version)

    return Question(
        current="",
        title=_("End the joint handling"),
        button=_("End it"),
        back=reverse("desk-together", args=[binder.pk]),
        back_label=binder.title,
        lead=_(
            "Each complaint goes on from where it stands; nothing of it is lost. Consumers whose case is not agreed "
            "yet get a message."
        ),
        closed="" if binder.is_open else gettext("The joint handling has ended."),
        now=lambda row: str(life.TOGETHER.stages[row.stage]),
        again=again,
    )
