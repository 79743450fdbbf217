"""What the pages of stories and pictures share, for the office and for the business itself."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.brands.asking import asked
from huaihai.brands.catalogue.actions import parties, stories
from huaihai.brands.catalogue.actions import pictures as picturing
from huaihai.brands.catalogue.actions.parties import may_review, may_write
from huaihai.brands.catalogue.making import sides
from huaihai.brands.catalogue.making.forms import EndForm, PictureForm, ReviewForm, StoryForm
from huaihai.brands.catalogue.making.sides import Side
from huaihai.brands.models import Entry, EntryPicture, StoryVersion
from huaihai.brands.models.catalogue import Shown
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, filestore

MOST_SHOWN = 20  # stories and pictures of one page
type Act = Callable[[Any], str]  # from a valid form to what is said when it went well


def story(request: HttpRequest, side: Side, entry: Entry) -> HttpResponse:
    """What is shown and what waits; a new version begins with the newest one."""
    held = list(StoryVersion.objects.filter(entry=entry)[:MOST_SHOWN])
    why_not = parties.why_not(entry, side.actor, clock.now())
    newest = next((one for one in held if one.state in (Shown.WAITING, Shown.SHOWN)), None)

    def write(form: Any) -> str:
        stories.write(entry, form.draft(), by=side.actor, at=clock.now())
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
        rows=[sides.story_row(one, side) for one in held],
    )


def pictures(request: HttpRequest, side: Side, entry: Entry) -> HttpResponse:
    """Those that are there, in their order; one more."""
    held = EntryPicture.objects.filter(entry=entry).select_related("entry")[:MOST_SHOWN]
    why_not = parties.why_not(entry, side.actor, clock.now())

    def add(form: Any) -> str:
        try:
            stored = filestore.store(form.cleaned_data["picture"])
        except filestore.Refused as error:
            raise Unfit("picture", error.message) from error
        picturing.add(entry, stored, form.described(), by=side.actor, at=clock.now())
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
        rows=[sides.picture_row(one, side) for one in held],
    )


def end(request: HttpRequest, side: Side, held: StoryVersion | EntryPicture) -> HttpResponse:
    """Take a story or a picture back: asked first, with a reason."""
    is_story = isinstance(held, StoryVersion)
    here = side.url("story" if is_story else "pictures", held.entry.pk)

    def take_back(form: Any) -> str:
        said = {"why": form.cleaned_data["why"], "by": side.actor, "at": clock.now()}
        if isinstance(held, StoryVersion):
            stories.take_back(held, **said)
        else:
            picturing.take_back(held, **said)
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
    )


def to_front(request: HttpRequest, side: Side, held: EntryPicture) -> HttpResponse:
    """A button: this picture stands on the card from now on."""
    if request.method == "POST":
        try:
            picturing.to_front(held, by=side.actor, at=clock.now())
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
            stories.review(held, **said)
        else:
            picturing.review(held, **said)
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
        **({"story": sides.story_row(held, side)} if isinstance(held, StoryVersion) else {}),
        **({"picture": sides.picture_row(held, side)} if isinstance(held, EntryPicture) else {}),
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
    def done(made: Any) -> str:
        messages.success(request, act(made))
        return here

    page = side.context | {"side": side, "base": side.base, "here": here} | context
    name = f"brands/catalogue/making/{template}.html"
    return asked(request, name, form=form, act=done, may=may, context=page)
