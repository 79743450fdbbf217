"""The page of the check, what its script says, and the list it loads."""

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import condition, require_safe

from huaihai.education.check import facts
from huaihai.education.feeds import writers
from huaihai.education.models import RecallList
from huaihai.kit import guards
from huaihai.kit.country import gettext as _
from huaihai.kit.country import pgettext
from huaihai.kit.paging import page_of


def of_script() -> dict[str, str]:
    """Name → sentence."""
    return {
        "loading": _("Fetching the list of warned products …"),
        "ready": _("The list is here: {products} products from {warnings} warnings and tests. Type or scan."),
        "nothing_warned": _("No product is warned of at the moment."),
        "failed": _(
            "The list could not be fetched. Please check the network and try again; nothing was compared."
        ),
        "type_first": _("Please type a barcode, a batch or a name first."),
        "hit": _("Yes: this one is warned of"),
        "hit_recall": _("Yes: this one is recalled"),
        "defect": pgettext("check", "What is wrong with it:"),
        "remedy": pgettext("check", "What the maker does:"),
        "hit_test": _("Yes: in our comparative test this one was unsafe"),
        "what_failed": pgettext("check", "What it failed:"),
        "tested_batch": _("Batch that was tested"),
        "read_test": _("Read the results"),
        "complain": _("File a complaint"),
        "ask": _("This product is warned of, in some batches. Please compare yours"),
        "other": _("This product is warned of, but not your batch"),
        "batch": _("A product with this batch number is warned of. Is it yours?"),
        "none": _("Not on our list"),
        "none_more": _(
            "That does not prove that it is safe. If something seems wrong, stop using it and call {hotline}."
        ),
        "other_more": _("Please compare once more what is printed on the goods."),
        "bad_check_digit": _(
            "The last digit of this barcode does not fit the others. Please compare it once more."
        ),
        "to_do": pgettext("check", "What to do"),
        "read": _("Read the warning"),
        "barcode": pgettext("check", "Barcode"),
        "batches": pgettext("check", "Batch"),
        "every_batch": pgettext("check", "every batch"),
        "made": pgettext("check", "Made"),
        "and_more": _("{n} more fit. Please type more of the name, or the barcode."),
        "kept": _("Kept on this phone."),
        "kept_already": _("It is on your list already."),
        "full": _("Your list is full: {n} things."),
        "no_storage": _("This browser keeps nothing (private window?). You can still compare one by one."),
        "remove": pgettext("check", "Remove"),
        "removed": _("Removed from this phone."),
        "unchecked": _("not compared"),
        "scan_wait": _("Hold the barcode in front of the camera. The picture does not leave this phone."),
        "scan_refused": _(
            "The camera may not be used. Please allow it, or type the digits below the barcode."
        ),
        "scan_failed": _("The camera does not work just now. Please type the digits below the barcode."),
    }


REVISION = 3  # grows when the list is written in another way


def etag(_request: HttpRequest) -> str:
    """Changes whenever a text goes out, is corrected or is withdrawn."""
    told = repr((REVISION, settings.DEMO, writers.state(facts.warnings()), facts.unsafe(), _lists()))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def _lists() -> list[str]:
    return [str(pk) for pk in RecallList.objects.newest().values_list("pk", flat=True)]


@require_safe
@guards.same_for_all
def check(request: HttpRequest) -> HttpResponse:
    """Type, scan, keep; below it the whole list, for those without JavaScript."""
    page = page_of(facts.warned(), request.GET.get("page"))
    unsafe = facts.unsafe() if page.number == 1 else []
    context = {"page": page, "unsafe": unsafe, "lists": facts.recall_lists(), "words": of_script()}
    response = render(request, "education/check/check.html", context)
    response.headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
    return response


@require_safe
@guards.public
@condition(etag_func=etag)
def warned_products(_request: HttpRequest) -> HttpResponse:
    """All warned and all unsafe products, for everybody alike. In Chinese, like the goods."""
    with translation.override(settings.LANGUAGE_CODE):
        told = facts.add_to(facts.listed(facts.warned()), facts.unsafe())
        told = facts.add_recalls(told, facts.recalled())
    return writers.document(json.dumps(told, ensure_ascii=False), "application/json")


@require_safe
@guards.same_for_all
def recalls(request: HttpRequest) -> HttpResponse:
    """All products of the loaded lists, for those who look through them without JavaScript."""
    context = {"page": page_of(facts.recalled(), request.GET.get("page")), "lists": facts.recall_lists()}
    return render(request, "education/check/recalls.html", context)
