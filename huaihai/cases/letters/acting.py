"""Taking one of the steps that are open to the business, with a letter: the same steps as on its desk."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huaihai.cases.business import steps, taking
from huaihai.cases.letters.opening import by_letter
from huaihai.cases.letters.pages import situation_of
from huaihai.cases.models import LetterCode


@by_letter
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, held: LetterCode, noun: str) -> HttpResponse:
    """The page of one step."""
    found = steps.BY_NOUN.get(noun)
    if found is None:
        raise Http404
    doing = taking.Doing(
        request,
        found,
        situation_of(held),
        case_url=reverse("letter-case"),
        template="cases/letters/step.html",
        again=lambda: situation_of(held),
    )
    return taking.take(doing)
