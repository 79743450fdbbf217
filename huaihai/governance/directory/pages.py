"""The telephone directory for staff: all bodies of all cities, down to the service stations."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame
from huaihai.desk.roles import READING
from huaihai.governance.directory import verbs
from huaihai.governance.models import Contact
from huaihai.kit import clock, guards, local_words
from huaihai.kit.paging import page_of
from huaihai.kit.text.normalise import UnstorableTextError, digits_in, fold, refuse
from huaihai.law import opening
from huaihai.members.actors import Actor
from huaihai.members.dialling import ANSWERED_EVERYWHERE, HOTLINE, dialled
from huaihai.members.models import Account, Organisation, Role
from huaihai.members.models.organisation import OrganisationQuerySet
from huaihai.record.models import Event

readers = guards.staff(*sorted({*READING, Role.SYSTEM_ADMIN.value}))
LONGEST_QUERY = 80
MOST_WORDS = 5
FEWEST_DIGITS = 3
MOST_PRINTED = 400
NOT_DIALLED = "- ()+转"


@dataclass
class Entry:
    """One body, or the alliance's office, as the directory shows it.

    `above` is the phone of the body above if it has none of its own.
    """

    body: Organisation
    above: str = ""
    lines: list[Contact] = field(default_factory=list)

    @property
    def hotline(self) -> str:
        """Where it is asked for, if it has no number of its own."""
        return dialled(HOTLINE, self.body.region_code)

    @property
    def has_staff_lines(self) -> bool:
        return any(line.kind != Contact.Kind.PUBLIC for line in self.lines)


@require_safe
@readers
def directory(request: HttpRequest) -> HttpResponse:
    """Search by name, place or digits; filter by city."""
    actor, today = actor_of(request), clock.today()
    words = request.GET.get("q", "")[:LONGEST_QUERY]
    cities = list(Organisation.objects.cities())
    city = next((one for one in cities if one.region_code == request.GET.get("city")), None)
    rows = Organisation.objects.visible_to(actor).open()
    if city is not None:
        rows = rows.within(city)
    page = page_of(found(rows, words, cities, actor, today).order_by("path"), request.GET.get("page"))
    context = {
        **frame(request, "directory"),
        "q": words,
        "cities": cities,
        "city": city,
        "page": page,
        "entries": entries_of(page.rows, actor, today),
    }
    return render(request, "governance/office/roster/directory.html", context)


@require_safe
@readers
def printed(request: HttpRequest, code: str) -> HttpResponse:
    """One city's bodies on one sheet, without numbers of persons."""
    city = get_object_or_404(Organisation.objects.cities(), region_code=code)
    rows = list(Organisation.objects.within(city).open().order_by("path")[:MOST_PRINTED])
    entries = entries_of(rows, actor_of(request), clock.today(), with_persons=False)
    context = {**frame(request, "directory"), "city": city, "entries": entries}
    return render(request, "governance/office/roster/directory_print.html", context)


@require_safe
@readers
def body(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """One body: its public part and its lines."""
    return body_page(
        request, get_object_or_404(Organisation.objects.visible_to(actor_of(request)), pk=body_id)
    )


def body_page(request: HttpRequest, node: Organisation, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of one body, also as the answer to a look at the number of a person."""
    actor, today = actor_of(request), clock.today()
    context = {
        **frame(request, "directory"),
        "body": node,
        "entry": entries_of([node], actor, today)[0],
        "has_public_part": node.kind != Organisation.Kind.ALLIANCE,
        "door": node.key.rpartition(":")[2],  # its name in the addresses of the form on paper and of the QR
        "usual_hours": local_words.said(opening.DEFAULT),
        "written_by": _written_by(node),
        "may_keep": verbs.may_keep(actor, node, on=today),
        **verbs.offered(actor, node),
        **more,
    }
    return render(request, "governance/office/roster/body.html", context, status=status)


def _written_by(node: Organisation) -> str:
    """Who last said how the public reaches the body, by the record."""
    if node.contact_corrected_at is None:
        return ""
    last = (
        Event.objects.filter(subject=node.record_key, verb="contact corrected").order_by("-at", "-pk").first()
    )
    by = last.by if last else ""
    account = (
        Account.objects.filter(pk=by.removeprefix("account:")).first() if by.startswith("account:") else None
    )
    return account.shown_name if account else ""


def kept_body(request: HttpRequest, body_id: UUID) -> Organisation:
    """A body whose telephones the actor keeps; otherwise the page is not there."""
    node = get_object_or_404(Organisation, pk=body_id)
    if not verbs.may_keep(actor_of(request), node, on=clock.today()):
        raise Http404
    return node


def entries_of(bodies: Any, actor: Actor, today: date, *, with_persons: bool = True) -> list[Entry]:
    """The bodies with their lines, in two queries."""
    paths = {path for node in bodies for path in node.paths_above_and_own()}
    above = Organisation.objects.filter(path__in=paths).exclude(phone__in=("", *ANSWERED_EVERYWHERE))
    phones = dict(above.values_list("path", "phone"))
    lines: dict[Any, list[Contact]] = defaultdict(list)
    seen = (
        Contact.objects.visible_to(actor).in_use(today).filter(organisation__in=[node.pk for node in bodies])
    )
    if not with_persons:
        seen = seen.exclude(kind=Contact.Kind.PERSON)
    for line in seen.select_related("account"):
        lines[line.organisation_id].append(line)
    return [
        Entry(
            node,
            above=next((phones[path] for path in node.paths_above_and_own()[1:] if path in phones), ""),
            lines=lines[node.pk],
        )
        for node in bodies
    ]


def found(
    rows: OrganisationQuerySet, typed: str, cities: list[Organisation], actor: Actor, today: date
) -> OrganisationQuerySet:
    """The bodies that hold every word in name or place or stand below a city of that name, or hold the digits."""
    try:
        refuse(typed)
    except UnstorableTextError:
        return rows.none()
    words = fold(typed).split()[:MOST_WORDS]
    digits = digits_in(typed)
    if not words:
        return rows
    named = Q()
    for word in words:
        named &= _named(word, cities)
    if len(digits) < FEWEST_DIGITS:
        return rows.filter(named)
    plain: Any = "phone"
    for char in NOT_DIALLED:
        plain = Replace(plain, Value(char), Value(""))
    index = Contact._meta.get_field("private_index")
    lines = Contact.objects.visible_to(actor).in_use(today)
    persons = lines.filter(private_index=index.of(digits)).values("organisation_id")
    # Sealed numbers are opened and compared here: a few hundred lines are in use.
    shared = [
        line.organisation_id
        for line in lines.exclude(kind=Contact.Kind.PERSON)
        if digits in verbs.digits_of(line.phone)
    ]
    return rows.annotate(plain_phone=plain).filter(
        named | Q(plain_phone__contains=digits) | Q(pk__in=persons) | Q(pk__in=shared)
    )


def _named(word: str, cities: list[Organisation]) -> Q:
    here = Q(name__icontains=word) | Q(short_name__icontains=word) | Q(place_name__icontains=word)
    for city in cities:
        if word in city.place_name:
            here |= Q(path__under=city.path)
    return here
