"""The pages on which stories and pictures are made and reviewed, on the desk of the business and on that of staff."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai.brands.catalogue import pages as shown_pictures
from huaihai.brands.catalogue import verbs
from huaihai.brands.catalogue.facts import months_words
from huaihai.brands.catalogue.forms import EndForm, PictureForm, ReviewForm, StoryForm
from huaihai.brands.catalogue.verbs import may_review, may_write, why_not
from huaihai.brands.models import Entry, EntryPicture, StoryVersion
from huaihai.brands.models.catalogue import Shown
from huaihai.brands.office import shell
from huaihai.brands.pages import NOT_NOW, Section, own_entries, own_url
from huaihai.businesses import pages as businesses_pages
from huaihai.desk.asking import ask, asking, outside
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.desk.uploads import stored
from huaihai.kit import clock, guards
from huaihai.members.actors import Actor

TONES = {Shown.WAITING: "warn", Shown.SHOWN: "ok", Shown.REFUSED: "late"}
MOST_SHOWN = 20  # stories and pictures of one page
type Act = Callable[[Any], str]  # from a valid form to what is said when it went well
type View = Callable[[HttpRequest, UUID], HttpResponse]
TEMPLATE = "brands/catalogue/making/section.html"


@dataclass(frozen=True)
class Side:
    """The desk on which a page stands: `names` begins the names of its addresses, `base` is its template."""

    base: str
    names: str
    context: dict[str, Any]
    back: str
    actor: Actor

    def url(self, name: str, key: object) -> str:
        """An address on this desk."""
        return reverse(f"{self.names}-{name}", args=[key])


def made_or_404[R: (StoryVersion, EntryPicture)](model: type[R], pk: UUID, entries: Any) -> R:
    """The story or picture, if it is of one of these entries. Raises Http404."""
    rows = model.objects.filter(entry__in=entries)
    found: R = get_object_or_404(rows.select_related("entry__body", "entry__business"), pk=pk)
    return found


def story_row(one: StoryVersion, side: Side) -> dict[str, Any]:
    """A story with what may be done about it; an empty address: nothing."""
    is_open = one.state in (Shown.WAITING, Shown.SHOWN)
    return {
        "story": one,
        "tone": TONES.get(Shown(one.state), "calm"),
        "months": months_words(one.months),
        "review": side.url("story-review", one.pk) if _may_review(one.state, one.written_by_id, side) else "",
        "end": side.url("story-end", one.pk)
        if is_open and may_write(one.entry, side.actor, clock.now())
        else "",
    }


def picture_row(one: EntryPicture, side: Side) -> dict[str, Any]:
    """A picture with what may be done about it; an empty address: nothing."""
    is_open = one.state in (Shown.WAITING, Shown.SHOWN)
    may = is_open and may_write(one.entry, side.actor, clock.now())
    return {
        "picture": one,
        "tone": TONES.get(Shown(one.state), "calm"),
        "url": side.url("picture", one.pk),
        "review": side.url("picture-review", one.pk) if _may_review(one.state, one.added_by_id, side) else "",
        "end": side.url("picture-end", one.pk) if may else "",
        "front": side.url("picture-front", one.pk) if may else "",
    }


def _may_review(state: str, writer: object, side: Side) -> bool:
    is_staff = side.names == "office-brand" and side.actor.kind == "officer"
    return is_staff and state == Shown.WAITING and writer != side.actor.account_id


def story(request: HttpRequest, side: Side, entry: Entry) -> HttpResponse:
    """What is shown and what waits; a new version begins with the newest one."""
    held = list(StoryVersion.objects.filter(entry=entry)[:MOST_SHOWN])
    why_not = verbs.why_not(entry, side.actor, clock.now())
    newest = next((one for one in held if one.state in (Shown.WAITING, Shown.SHOWN)), None)

    def write(form: Any) -> str:
        verbs.write_story(entry, form.draft(), by=side.actor, at=clock.now())
        return _("The story is stored. Somebody else reads it before it is shown.")

    return _page(
        request,
        side,
        "story",
        entry=entry,
        form=partial(StoryForm, story=newest),
        act=write,
        here=side.url("story", entry.pk),
        may=not why_not,
        why_not=why_not,
        rows=[story_row(one, side) for one in held],
    )


def pictures(request: HttpRequest, side: Side, entry: Entry) -> HttpResponse:
    """Those that are there, in their order; one more."""
    held = EntryPicture.objects.filter(entry=entry).select_related("entry")[:MOST_SHOWN]
    why_not = verbs.why_not(entry, side.actor, clock.now())

    def add(form: Any) -> str:
        picture = stored(form.cleaned_data["picture"], field="picture")
        verbs.add_picture(entry, picture, form.described(), by=side.actor, at=clock.now())
        return _("The picture is stored. Somebody else looks at it before it is shown.")

    return _page(
        request,
        side,
        "pictures",
        entry=entry,
        form=PictureForm,
        act=add,
        here=side.url("pictures", entry.pk),
        may=not why_not,
        why_not=why_not,
        rows=[picture_row(one, side) for one in held],
    )


def end(request: HttpRequest, side: Side, held: StoryVersion | EntryPicture) -> HttpResponse:
    """Take a story or a picture back: asked first, with a reason."""
    is_story = isinstance(held, StoryVersion)
    here = side.url("story" if is_story else "pictures", held.entry.pk)

    def take_back(form: Any) -> str:
        said = {"why": form.cleaned_data["why"], "by": side.actor, "at": clock.now()}
        if isinstance(held, StoryVersion):
            verbs.take_story_back(held, **said)
        else:
            verbs.take_picture_back(held, **said)
        return _("It is not shown any more.")

    return _page(
        request,
        side,
        "question",
        entry=held.entry,
        form=EndForm,
        act=take_back,
        here=here,
        may=may_write(held.entry, side.actor, clock.now()),
        title=_("Take the story back") if is_story else _("Take the picture back"),
        lead=held.line_zh if isinstance(held, StoryVersion) else held.shows,
        button=pgettext("story or picture", "Take it back"),
        tone="late",
    )


def to_front(request: HttpRequest, side: Side, held: EntryPicture) -> HttpResponse:
    """A button: this picture stands on the card from now on."""
    if request.method == "POST":
        try:
            verbs.to_front(held, by=side.actor, at=clock.now())
            messages.success(request, _("It stands first now."))
        except (NotAllowed, NotPossible) as error:
            messages.error(request, str(error))
    return HttpResponseRedirect(side.url("pictures", held.entry.pk))


def reviewed(request: HttpRequest, side: Side, held: StoryVersion | EntryPicture) -> HttpResponse:
    """Read or look, then show it or say what has to change."""
    is_story = isinstance(held, StoryVersion)

    def review(made: Any) -> str:
        said = made.said() | {"by": side.actor, "at": clock.now()}
        if isinstance(held, StoryVersion):
            verbs.review_story(held, **said)
        else:
            verbs.review_picture(held, **said)
        return _("It is shown now.") if said["is_good"] else _("The writer reads why it is not shown.")

    return _page(
        request,
        side,
        "review",
        entry=held.entry,
        form=ReviewForm,
        act=review,
        here=side.url("story" if is_story else "pictures", held.entry.pk),
        may=may_review(held.entry, side.actor) and held.state == Shown.WAITING,
        title=_("Review the story") if is_story else _("Review the picture"),
        button=_("Send the answer"),
        **({"story": story_row(held, side)} if isinstance(held, StoryVersion) else {}),
        **({"picture": picture_row(held, side)} if isinstance(held, EntryPicture) else {}),
    )


def _page(
    request: HttpRequest,
    side: Side,
    template: str,
    *,
    form: Callable[..., Any],
    act: Act,
    here: str,
    may: bool,
    **context: Any,
) -> HttpResponse:
    question = outside(
        f"brands/catalogue/making/{template}.html",
        back=here,
        closed="" if may else NOT_NOW,
        context={"side": side, "base": side.base, "here": here, "may": may} | context,
        frame=lambda _request, _current: side.context,
    )
    return ask(request, question, form=form, act=act, done=str, to=here)


type Page = Callable[[HttpRequest, Side, Any], HttpResponse]


@dataclass(frozen=True)
class MakingPages:
    """Who may open the pages, and which entries are seen there; `of` makes their views."""

    guard: Callable[[View], Any]
    entries: Callable[[HttpRequest], Any]
    side: Callable[[HttpRequest, Entry], Side]

    def of(self, name: str) -> Any:
        """The view of the page with this name."""
        views = {
            "story": self._of_entry(story),
            "pictures": self._of_entry(pictures),
            "story-end": self._of_made(end, StoryVersion),
            "story-review": self._of_made(reviewed, StoryVersion),
            "picture-end": self._of_made(end, EntryPicture),
            "picture-front": self._of_made(to_front, EntryPicture),
            "picture-review": self._of_made(reviewed, EntryPicture),
            "picture": require_safe(self._of_made(_seen, EntryPicture)),
        }
        return views[name]

    def _of_entry(self, page: Page) -> Any:
        """The view of a page about an entry."""

        def view(request: HttpRequest, pk: UUID) -> HttpResponse:
            entry = get_object_or_404(self.entries(request), pk=pk)
            return page(request, self.side(request, entry), entry)

        return asking(self.guard(view))

    def _of_made[R: (StoryVersion, EntryPicture)](self, page: Page, model: type[R]) -> Any:
        """The view of a page about a story or a picture."""

        def view(request: HttpRequest, pk: UUID) -> HttpResponse:
            held = made_or_404(model, pk, self.entries(request))
            return page(request, self.side(request, held.entry), held)

        return asking(self.guard(view))


def _seen(_request: HttpRequest, _side: Side, held: EntryPicture) -> HttpResponse:
    """The picture itself, also before it is shown."""
    return shown_pictures.answer(held, name=f"{held.entry.number}-{held.number}")


def _office_entries(request: HttpRequest) -> Any:
    return Entry.objects.visible_to(actor_of(request)).select_related("business", "body")


def _office_side(request: HttpRequest, entry: Entry) -> Side:
    context = frame(request, shell.MENU_KEY)
    return Side("desk/frame.html", "office-brand", context, entry.office_url, actor_of(request))


def _own_side(request: HttpRequest, entry: Entry) -> Side:
    context = businesses_pages.frame(request)
    return Side("kit/desk.html", "business-brand", context, own_url(entry), actor_of(request))


OFFICE = MakingPages(readers, _office_entries, _office_side)
HOLDER = MakingPages(guards.business, own_entries, _own_side)


def office_section(request: HttpRequest, entry: Entry) -> Section | None:
    """For staff: what is shown, what waits for a review."""
    return Section(TEMPLATE, _facts(request, entry, "office-brand"))


def holder_section(request: HttpRequest, entry: Entry) -> Section | None:
    """For the business: its own story and pictures."""
    return Section(TEMPLATE, _facts(request, entry, "business-brand"))


def _facts(request: HttpRequest, entry: Entry, names: str) -> dict[str, Any]:
    stories = list(StoryVersion.objects.filter(entry=entry, state__in=(Shown.SHOWN, Shown.WAITING)))
    pictures = list(EntryPicture.objects.filter(entry=entry, state__in=(Shown.SHOWN, Shown.WAITING)))
    shown = {one.state: one for one in stories}
    return {
        "story": shown.get(Shown.SHOWN),
        "waits": shown.get(Shown.WAITING),
        "pictures": sum(one.state == Shown.SHOWN for one in pictures),
        "pictures_wait": sum(one.state == Shown.WAITING for one in pictures),
        "story_url": f"{names}-story",
        "pictures_url": f"{names}-pictures",
        "may_write": not why_not(entry, actor_of(request), clock.now()),
    }
