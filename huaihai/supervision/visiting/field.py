"""The visitor's pages: what is to be visited, the form of one visit, and the script's helper that works offline."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from huaihai.desk.asking import CONFLICT, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.filestore import Refused, Stored, store
from huaihai.kit.filestore.kinds import PICTURES
from huaihai.kit.form_fields import Line, Words
from huaihai.kit.paging import page_of
from huaihai.supervision.facts import project_or_404
from huaihai.supervision.life import PROJECT
from huaihai.supervision.models import Project, Visit, VisitAssignment, visit_key
from huaihai.supervision.moving import Taken
from huaihai.supervision.visiting import facts
from huaihai.supervision.visiting.plan import NOT_SEEN, Item, Plan
from huaihai.supervision.visiting.verbs import LONGEST, Faulty, Noted, PhotoRef, take_visit

ANSWER, PHOTO, UNSEEN = "q-", "photo-", "na-"  # what names of fields begin with


class Pictures(forms.FileInput):
    """Several photos at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> "list[UploadedFile[Any]]":
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class PicturesField(forms.FileField):
    """Photos, each with a name; what they hold is looked at when they are stored."""

    widget = Pictures(attrs={"accept": "image/*"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        return list(data or ())


class VisitForm(forms.Form):
    """Answers, photos and "could not be seen" for each item. What is wrong is said by `visiting.answers`."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan = plan
        for item in plan.items:
            self.fields.update(_fields_of(item))

    def answers(self) -> dict[str, str]:
        """What was answered, by item key."""
        return {item.key: self._answer(item) for item in self.plan.items if self._answer(item)}

    def pictures(self) -> "dict[str, list[UploadedFile[Any]]]":
        """The photos, by item key."""
        found = {item.key: self.cleaned_data.get(PHOTO + item.key) or [] for item in self.plan.items}
        return {key: held for key, held in found.items() if held}

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Put what is wrong beside the fields."""
        for key, said in faults.items():
            beside = next((name for name in (ANSWER + key, PHOTO + key) if name in self.fields), None)
            self.add_error(beside, said)

    @property
    def parts(self) -> Iterator[dict[str, Any]]:
        """Each item with its fields, in the order of the plan."""
        for item in self.plan.items:
            yield {
                "item": item,
                "answer": self[ANSWER + item.key] if ANSWER + item.key in self.fields else None,
                "unseen": self[UNSEEN + item.key] if UNSEEN + item.key in self.fields else None,
                "photo": self[PHOTO + item.key] if PHOTO + item.key in self.fields else None,
            }

    def _answer(self, item: Item) -> str:
        if self.cleaned_data.get(UNSEEN + item.key):
            return NOT_SEEN
        return str(self.cleaned_data.get(ANSWER + item.key) or "")


def _fields_of(item: Item) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    if item.type in ("yes_no", "scale", "choice"):
        found[ANSWER + item.key] = forms.ChoiceField(
            label=item.name,
            help_text=item.guidance,
            choices=_choices(item),
            widget=forms.RadioSelect,
            required=False,
        )
    elif item.type == "number":
        found[ANSWER + item.key] = Line(
            label=item.name,
            help_text=item.guidance,
            required=False,
            max_length=40,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )
        found[ANSWER + item.key].unit = item.unit  # type: ignore[attr-defined]  # read by kit.field_parts
    elif item.type == "text":
        found[ANSWER + item.key] = Words(
            label=item.name, help_text=item.guidance, required=False, max_length=LONGEST
        )
    if item.takes_photos:
        found[PHOTO + item.key] = PicturesField(
            label=item.name if item.type == "photo" else _("Photos: %(item)s") % {"item": item.name},
            help_text=item.guidance if item.type == "photo" else "",
            required=False,
        )
    if item.type in ("number", "text", "photo"):
        found[UNSEEN + item.key] = forms.BooleanField(label=NOT_TO_BE_SEEN, required=False)
    return found


NOT_TO_BE_SEEN = gettext_lazy("It could not be seen here")


def _choices(item: Item) -> list[tuple[str, Any]]:
    if item.type == "yes_no":
        held: list[tuple[str, Any]] = [("yes", pgettext("answer", "Yes")), ("no", pgettext("answer", "No"))]
    elif item.type == "scale":
        held = [(str(step), str(step)) for step in range(item.low, item.high + 1)]
    else:
        held = [(option.key, option.name) for option in item.options]
    return [*held, (NOT_SEEN, NOT_TO_BE_SEEN)]


MOST_PHOTOS = 40  # in one form


def noted_with_photos(
    assignment: VisitAssignment, form: VisitForm, *, at: datetime
) -> tuple[Noted, dict[UUID, Taken]]:
    """The visit and its photos, stored as files. The same form sent twice gives the same keys and the same moment.

    Raises Unfit with the item's key where something is no picture.
    """
    key: UUID = form.cleaned_data["key"]
    first = Visit.objects.filter(client_key=key, assignment=assignment).order_by("at").first()
    moment = first.ended_at if first else at
    held = [(item, file) for item, files in form.pictures().items() for file in files]
    if len(held) > MOST_PHOTOS:
        raise Unfit("", _("A form takes %(most)s photos at most.") % {"most": MOST_PHOTOS})
    taken: dict[UUID, Taken] = {}
    refs: list[PhotoRef] = []
    for item, file in held:
        photo_key = uuid5(key, f"{item}:{_hash(file)}")
        stored = _stored(item, file)
        taken[photo_key] = Taken(stored, photo_key, visit_key(key), moment, shows=item)
        refs.append(PhotoRef(photo_key, item, stored.sha256))
    noted = Noted(
        key=key,
        answers=form.answers(),
        started_at=moment,
        ended_at=moment,
        photos=tuple(dict.fromkeys(refs)),
    )
    return noted, taken


def _hash(file: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _stored(item: str, file: "UploadedFile[Any]") -> Stored:
    try:
        stored = store(file)
    except Refused as error:
        raise Unfit(item, error.message) from error
    if stored.kind not in PICTURES:
        raise Unfit(item, _("This is no picture."))
    return stored


def words() -> dict[str, str]:
    """By the names under which the script knows them; {visits}, {photos} and {why} are filled in there."""
    return {
        "saved": _("Saved on this phone."),
        "saving": _("Being saved …"),
        "nothing": _("Nothing is waiting on this phone."),
        "waiting": _("Waiting on this phone: {visits} visits, {photos} photos."),
        "offline": _("There is no network now. They are sent by themselves once it is back."),
        "sending": _("Being sent now. Please leave this page open."),
        "signedOut": _("You are signed out. Sign in, and they are sent; nothing is lost."),
        "other": _(
            "Somebody else is signed in on this phone. What waits here is sent when its own visitor signs in."
        ),
        "stopped": _("Not taken yet: {why}"),
        "back": _("Please look at it again: {why}"),
        "unsent": _("ready, waits to be sent"),
        "draft": _("begun on this phone"),
        "sentOff": _("This visit has arrived, with all its photos."),
        "twin": _(
            "Another form of this visit had arrived before. Both are kept; the leading body says which one counts."
        ),
        "noPhone": _(
            "This browser cannot keep anything without a network. Fill in the form where there is one."
        ),
        "remove": _("Take away this photo"),
        "photo": _("Photo {number}: {item}"),
        "tooBig": _("This photo has more than 25 MB. Please take it again at a lower size."),
        "unread": _("This photo could not be read. Please take it again."),
        "full": _("The phone has no room left. Free some, and choose the photo once more."),
        "answer": _("Please answer, or say that it could not be seen: {item}"),
        "needsPhoto": _("Please take a photo: {item}"),
        "placed": _("Position noted, within {metres} m."),
        "unplaced": _("The phone does not tell its position. Go on without it."),
    }


PER_PAGE = 50
visits_or_404 = partial(project_or_404, kind=Project.Kind.VISIT)


@require_safe
@readers
def field(request: HttpRequest, project: UUID) -> HttpResponse:
    """The visits that the reader still has to make in this project, and those made already."""
    found = visits_or_404(request, project)
    mine = VisitAssignment.objects.visible_to(actor_of(request)).standing()
    mine = mine.filter(sampled__draw__project=found).select_related("sampled__place__business")
    waiting = page_of(mine.open(), request.GET.get("page"), per_page=PER_PAGE)
    context = _page(request, found) | {
        "page": waiting,
        "made": mine.exclude(visits=None).distinct().count(),
        "pages": [reverse("visit-form", args=[found.pk, row.pk]) for row in waiting.rows],
    }
    return render(request, "supervision/visiting/field.html", context)


@asking
@readers
def form(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """One visit: the ordinary form, on which the script keeps what is noted until the network is back."""
    found, assignment = visits_or_404(request, project), assignment_or_404(request, project, pk)
    plan = facts.plan_of(found)
    make = partial(VisitForm, plan=plan, initial={"key": uuid4()})
    if request.method != "POST":
        kept = guards.kept_post(request)
        return _form(request, assignment, plan, make(kept) if kept else make())
    made = make(request.POST, request.FILES)
    if not made.is_valid():
        return _form(request, assignment, plan, made)
    try:
        noted, taken = noted_with_photos(assignment, made, at=clock.now())
        received = take_visit(assignment, noted, with_photos=taken, by=actor_of(request), at=clock.now())
    except Faulty as error:
        made.show_faults(error.faults)
        return _form(request, assignment, plan, made, photos_gone=bool(made.pictures()))
    except Unfit as error:
        made.show_faults({error.field: error.message})
        return _form(request, assignment, plan, made, photos_gone=bool(made.pictures()))
    except (NotPossible, NotAllowed) as error:
        made.add_error(None, str(error))
        return _form(request, assignment, plan, made, status=CONFLICT)
    context = _page(request, found) | {"assignment": assignment, "received": received}
    return render(request, "supervision/visiting/sent.html", context)


@require_safe
@guards.public
def worker(request: HttpRequest, project: UUID) -> HttpResponse:
    """The script that hands out these pages while there is no network; it holds nothing of anybody."""
    body = render(request, "supervision/visiting/worker.js", {"project": project})
    body["Content-Type"] = "text/javascript; charset=utf-8"
    body["Cache-Control"] = "no-cache"
    return body


def assignment_or_404(request: HttpRequest, project: UUID, pk: UUID) -> VisitAssignment:
    """The reader's own visit, done or not; what was taken back can still be handed in. Raises Http404."""
    held = VisitAssignment.objects.visible_to(actor_of(request)).filter(sampled__draw__project=project)
    row = held.select_related(
        "sampled__place__business", "sampled__draw__project__registered", "sampled__draw__city"
    ).filter(pk=pk)
    if (found := row.first()) is None:
        raise Http404
    return found


def _form(
    request: HttpRequest,
    assignment: VisitAssignment,
    plan: Plan,
    made: VisitForm,
    *,
    status: int = 200,
    photos_gone: bool = False,
) -> HttpResponse:
    project = assignment.sampled.draw.project
    context = _page(request, project) | {
        "assignment": assignment,
        "plan": plan,
        "form": made,
        "photos_gone": photos_gone,
        "is_open": PROJECT.can("observe", project.stage),
        "is_done": assignment.visits.exists(),
        "items": [
            {
                "key": item.key,
                "type": item.type,
                "name": item.name,
                "required": item.is_required,
                "photo": item.photo,
            }
            for item in plan.items
        ],
    }
    return render(request, "supervision/visiting/form.html", context, status=status)


def _page(request: HttpRequest, project: Project) -> dict[str, Any]:
    """What every page of the visitor carries for the script."""
    list_url = reverse("visit-field", args=[project.pk])
    return {
        "project": project,
        "list_url": list_url,
        "script": {
            "account": str(actor_of(request).account_id),
            "project": str(project.pk),
            "list": list_url,
            "worker": reverse("visit-worker", args=[project.pk]),
            "state": reverse("visit-state", args=[project.pk]),
            "signIn": f"{reverse('sign-in')}?next=",
            "words": words(),
        },
    }
