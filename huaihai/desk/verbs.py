"""A verb said once: what people read and are asked stands beside the action, and a `Desk` makes the rest of it.

    @page("reopening", "reopen", _("Collect again"), _("Collecting goes on."), form=ReasonForm, lead=STAYS)
    def reopen(project: Project, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> Project: …

    PROJECTS = Desk("office-project", find=project_or_404, home=…, verbs=(register, start, reopen))
    urlpatterns = [path("<uuid:pk>/", include(PROJECTS.urls()))]

From this come the address `<pk>/reopening/` with the name `office-project-reopening`, the page with its question,
the button where the row is shown (`offered`), and every refusal (404, 409, what was typed). The action stays an
ordinary function. What needs more than this is a view that calls `asking.ask`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from huaihai.desk.asking import Question, ask, asking, how_it_stands, press
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.lives import Life, Words
from huaihai.kit import clock, spoken
from huaihai.kit.form_fields import SeenForm
from huaihai.members.actors import Actor

NOT_NOW = _("This step does not exist at this stage.")


class ConfirmForm(SeenForm):
    """A step that asks for nothing."""


@dataclass(frozen=True)
class Page:
    """What one verb says and asks.

    `noun` is the last part of its address ("end/confirm" is named …-end-confirm); `verb` is asked of the life (empty:
    at every stage). The form gets what `options(actor, row)` gives and carries the version; what its `facts()` say are
    the arguments of the action. A form that is no `SeenForm` carries no version, and its action is told none.
    `lead` says what follows, `label` is on the button that leads here (else the title), `button` on the one that acts.
    `may(actor, row)` narrows who is asked at all, by who they are; `when(row)` and `has_turn(actor, row)` when it is
    offered as a button; `to(result)` leads to what came of it (else to the row). `asks` is another `ask`, which adds
    something to what every such page asks.
    Without a form (None) it is a button on the page of the row, whose action says who may; `carries_version`: the
    button has the version with it.
    """

    noun: str
    verb: str
    title: Words | Callable[[Any], Words]
    done: Words | Callable[[Any], str]
    form: Callable[..., Any] | None = ConfirmForm
    carries_version: bool = True
    lead: Words | Callable[[Any], Words] = ""
    button: Words = ""
    label: Words | Callable[[Any], Words] = ""
    tone: str = ""
    template: str = ""
    options: Callable[[Actor, Any], dict[str, Any]] = lambda _actor, _row: {}
    context: Callable[[Actor, Any], dict[str, Any]] = lambda _actor, _row: {}
    may: Callable[[Actor, Any], bool] = lambda _actor, _row: True
    when: Callable[[Any], bool] = lambda _row: True
    has_turn: Callable[[Actor, Any], bool] = lambda _actor, _row: True
    to: Callable[[Any], str] | None = None
    asks: Callable[..., HttpResponse] = ask


_PAGES: dict[Callable[..., Any], Page] = {}


def page[F: Callable[..., Any]](
    noun: str,
    verb: str,
    title: Words | Callable[[Any], Words],
    done: Words | Callable[[Any], str],
    **more: Any,
) -> Callable[[F], F]:
    """Say what people read and are asked of an action; the action stays as it is. `more`: see `Page`."""

    def declare(action: F) -> F:
        _PAGES[action] = Page(noun, verb, title, done, **more)
        return action

    return declare


@dataclass(frozen=True)
class Offered:
    """A verb as it stands on the page of its row; `hindered` are the reasons why it has to wait. A button that acts at
    once `is_pressed`, and hands on the version in `seen` (None: none). All of them: `desk/parts/verbs.html`.
    """

    url: str
    label: Words
    tone: str = ""
    hindered: tuple[str, ...] = ()
    is_pressed: bool = False
    seen: int | None = None


@dataclass(frozen=True)
class Link:
    """A verb with a view of its own: only its button, among the others. `address` is the name of that view."""

    verb: str
    address: str
    label: Words
    tone: str = ""
    when: Callable[[Any], bool] = lambda _row: True
    may: Callable[[Actor, Any], bool] = lambda _actor, _row: True
    is_pressed: bool = False
    carries_version: bool = False
    more: tuple[str, ...] = ()  # what its address takes beside the row


@dataclass(frozen=True)
class Desk[R]:
    """The verbs of one kind of row, in the order of their buttons, and what they share.

    `name` begins the names of their addresses, or is the name of the one that takes the noun (`by_noun`).
    `find(request, **keys)` gives the row or 404; `may(actor, row)` who is asked at all (else 404);
    `hinders(row, verb)` why a verb has to wait, in sentences; `home(row)`
    and `called(row)` where one comes from and goes back to; `current` the entry of the menu.
    `keys(row)` are the arguments of its addresses. `not_now(row)` says why a verb does not exist at this stage;
    `carries(row)` is the version of the row; `now(row)` tells of one that somebody else has changed.
    `readers`, `frame`, `template` and `refusal` are other than the office's for the side of a business or a consumer.
    """

    name: str
    verbs: Sequence[Callable[..., Any] | Link]
    find: Callable[..., R]
    home: Callable[[R], str]
    called: Callable[[R], Words]
    life: Life | Callable[[R], Life] | None = None
    may: Callable[[Actor, R], bool] = lambda _actor, _row: True
    hinders: Callable[[R, str], tuple[str, ...]] = lambda _row, _verb: ()
    not_now: Callable[[R], Words] = lambda _row: NOT_NOW
    keys: Callable[[R], Sequence[Any]] = lambda row: [row.pk]  # type: ignore[attr-defined]
    carries: Callable[[R], int] = lambda row: row.version  # type: ignore[attr-defined]
    now: Callable[[Any], str] = how_it_stands
    by_noun: bool = False
    context: Callable[[R], dict[str, Any]] = lambda _row: {}
    current: str = ""
    thing: str = "row"  # what templates call the row
    readers: Callable[..., Any] = readers
    frame: Callable[[HttpRequest, str], dict[str, Any]] = frame
    template: str = "desk/question.html"
    refusal: str = "desk/refused.html"

    def urls(self) -> list[URLPattern]:
        """One address a verb, to stand below the address of the row."""
        declared = [(action, _PAGES[action]) for action in self.verbs if not isinstance(action, Link)]
        if self.by_noun:
            views = {page.noun: self._view(action, page) for action, page in declared}
            return [path("<slug:noun>/", asking(self.readers(_one_of(views))), name=self.name)]
        return [
            path(f"{page.noun}/", self._view(action, page), name=self._address(page))
            for action, page in declared
        ]

    def offered(self, actor: Actor, row: R) -> list[Offered]:
        """The verbs that exist now for this reader, with what hinders each."""
        links = [verb if isinstance(verb, Link) else self._link(_PAGES[verb], row) for verb in self.verbs]
        return [
            Offered(
                reverse(link.address, args=[*self.keys(row), *link.more]),
                link.label,
                link.tone,
                self.hinders(row, link.verb),
                link.is_pressed,
                self.carries(row) if link.carries_version else None,
            )
            for link in links
            if self._exists(row, link.verb) and link.when(row) and self._is_asked(actor, row, link)
        ]

    def _link(self, page: Page, row: R) -> Link:
        is_pressed = page.form is None
        return Link(
            page.verb,
            self.name if self.by_noun else self._address(page),
            _of(page.label, row) or _of(page.title, row),
            page.tone,
            page.when,
            lambda actor, row: page.may(actor, row) and page.has_turn(actor, row),
            is_pressed,
            is_pressed and page.carries_version,
            (page.noun,) if self.by_noun else (),
        )

    def _address(self, page: Page) -> str:
        return f"{self.name}-{page.noun.replace('/', '-')}"

    def _exists(self, row: R, verb: str) -> bool:
        life = self.life if isinstance(self.life, Life) or self.life is None else self.life(row)
        return not verb or life is None or row.stage in life.verbs.get(verb, ())  # type: ignore[attr-defined]

    def _is_asked(self, actor: Actor, row: R, verb: Page | Link) -> bool:
        return self.may(actor, row) and verb.may(actor, row)

    def _view(self, action: Callable[..., Any], page: Page) -> Callable[..., HttpResponse]:
        carries = page.carries_version if page.form is None else _carries_version(page.form)

        def view(request: HttpRequest, **keys: Any) -> HttpResponse:
            row, actor = self.find(request, **keys), actor_of(request)
            if page.form is not None and not self._is_asked(actor, row, page):
                raise Http404
            question, to = self._question(actor, row, page), page.to or self.home(row)
            if page.form is None:
                return press(
                    request,
                    question,
                    lambda seen: action(row, **({"seen": seen} if carries else {}), by=actor, at=clock.now()),
                    done=page.done,
                    to=to,
                    carries_version=carries,
                )
            seen = {"seen": self.carries(row)} if carries else {}
            return page.asks(
                request,
                question,
                form=partial(page.form, **seen, **page.options(actor, row)),
                act=lambda form: action(
                    row,
                    **form.facts(),
                    **({"seen": form.version_seen} if carries else {}),
                    by=actor,
                    at=clock.now(),
                ),
                done=page.done,
                to=to,
            )

        view.__name__, view.__doc__ = action.__name__, action.__doc__
        guarded: Callable[..., HttpResponse] = asking(self.readers(view))
        return guarded

    def question(self, actor: Actor, row: R, verb: str, title: Words, **more: Any) -> Question:
        """What all pages of this desk have in common, also for a verb with a view of its own."""
        closed: Words = "" if self._exists(row, verb) else self.not_now(row)
        common: dict[str, Any] = {
            "current": self.current,
            "title": title,
            "button": title,
            "back": self.home(row),
            "back_label": self.called(row),
            "template": self.template,
            "refusal": self.refusal,
            "is_shown": self.may(actor, row),
            "closed": closed or spoken.run_on(self.hinders(row, verb)),
            "frame": self.frame,
            "now": self.now,
            "seen": self.carries,
        }
        context = {self.thing: row} | self.context(row) | more.pop("context", {})
        return Question(**common | more, context=context)

    def _question(self, actor: Actor, row: R, page: Page) -> Question:
        title = _of(page.title, row)
        return self.question(
            actor,
            row,
            page.verb,
            title,
            button=page.button or title,
            lead=_of(page.lead, row),
            template=page.template or self.template,
            tone=page.tone if page.tone != "plain" else "",
            context=page.context(actor, row),
        )


def _of(words: Words | Callable[[Any], Words], row: Any) -> Words:
    return words(row) if callable(words) else words


def _one_of(views: Mapping[str, Callable[..., HttpResponse]]) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, *, noun: str, **keys: Any) -> HttpResponse:
        if noun not in views:
            raise Http404
        return views[noun](request, **keys)

    return view


def _carries_version(form: Callable[..., Any]) -> bool:
    return not isinstance(form, type) or issubclass(form, SeenForm)
