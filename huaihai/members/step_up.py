"""Acts for which whoever is signed in types a code anew, unless one was typed in the last ten minutes.

Which they are stands in `huaihai.acts_with_code`. A table that staff or a business takes away is known by what the
answer is, so none can be forgotten.
"""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huaihai.acts_with_code import ACTS, ROOMS
from huaihai.members import exports, factors
from huaihai.members.models import Account

if TYPE_CHECKING:
    from huaihai.members.forms import FreshCodeForm, FreshPasskeyForm

NAMES = {name: kind for kind, names in ACTS.items() for name in names}
TABLES = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
GUARDS = ("staff", "business", "signed-in")
AS_FILE = "as"  # in the address of a list: which file of it
READ = "read_again"  # in the form: what was asked for was a file, and is asked for once more
TICKED = "ticked_table"  # in the form: what was ticked is taken along as a table
SEARCHING = "search"  # what a form does that looks for words that must not stand in an address
NOT_REPEATED = ("csrfmiddlewaretoken", "code", "credential", READ, TICKED)


def kind_of(name: str, module: str) -> str:
    """What kind of act an address of this name and module is; "" for one that needs no code."""
    return NAMES.get(name) or next((kind for room, kind in ROOMS.items() if module.startswith(room)), "")


def before(request: HttpRequest, view: Any) -> HttpResponse | None:
    """The question for a code, where the act needs one; None: go on."""
    if getattr(view, "guard", "") not in GUARDS or not isinstance(request.user, Account):
        return None
    match = request.resolver_match
    if getattr(view, "is_searched_by_post", False) and request.POST.get("do") == SEARCHING:
        return None
    kind = kind_of(match.url_name or "" if match else "", view.__module__)
    if request.method != "POST" and kind != "export" and READ not in request.POST:
        return None
    if not (kind or READ in request.POST or TICKED in request.POST) or factors.is_fresh(request):
        return _again(request)
    form = _typed(request, request.user)
    if form is None or not form.is_valid():
        return _ask(request, request.user, form)
    factors.note_fresh(request, request.user, form)
    return _again(request)


def after(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The question instead of a table, where no code was typed of late; a table that goes out is written down."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    view = request.resolver_match.func if request.resolver_match else None
    if kind not in TABLES or getattr(view, "guard", "") not in GUARDS or request.method == "HEAD":
        return response
    if not isinstance(request.user, Account):
        return response
    if not factors.is_fresh(request):
        return _ask(request, request.user, None, is_table=True)
    exports.note(request, response)
    return response


def _again(request: HttpRequest) -> HttpResponse | None:
    """A page from which the file comes by itself, now that the code is there: a file alone would leave the question."""
    if READ not in request.POST:
        return None
    asked = request.GET.copy()
    is_list = asked.pop(AS_FILE, None) is not None
    back = f"{request.path}?{asked.urlencode()}" if is_list else ""
    return _page(request, "members/file_comes.html", {"file": request.get_full_path(), "list": back})


def _typed(request: HttpRequest, account: Account) -> "FreshCodeForm | FreshPasskeyForm | None":
    """The form with a code or the answer of a passkey; None if there is neither yet."""
    from huaihai.members.forms import FreshCodeForm, FreshPasskeyForm  # with all that passkeys need

    if request.POST.get("credential"):
        return FreshPasskeyForm(request.POST, user=account)
    return FreshCodeForm(request.POST, account=account) if "code" in request.POST else None


def _ask(
    request: HttpRequest,
    account: Account,
    form: "FreshCodeForm | FreshPasskeyForm | None",
    *,
    is_table: bool = False,
) -> HttpResponse:
    """The page with the code's field; it carries what was typed, so that one step is enough."""
    from huaihai.members.forms import FreshCodeForm, FreshPasskeyForm

    carried = [
        (name, value) for name, values in request.POST.lists() if name not in NOT_REPEATED for value in values
    ]
    if request.method != "POST" or READ in request.POST:
        carried = [(READ, "1")]
    elif is_table or TICKED in request.POST:
        carried.append((TICKED, "1"))
    shown = form if isinstance(form, FreshCodeForm) else FreshCodeForm(account=account)
    if isinstance(form, FreshPasskeyForm):
        shown.complain(form.errors.get("credential", []))
    context = {
        "form": shown,
        "carried": carried,
        "has_files": bool(request.FILES),
        "passkey_options": factors.passkey_options(account),
    }
    return _page(request, "members/fresh_code.html", context)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]  # set by members.sessions
    context["outer"] = "kit/desk.html" if actor.kind == "officer" else "kit/base.html"
    context["first_page"] = actor.first_page
    answer = render(request, template, context)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
