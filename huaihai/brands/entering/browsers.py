"""One browser nominates a thing once: a number drawn by chance in its session, kept as a blind index alone."""

from uuid import uuid4

from django.http import HttpRequest

from huaihai.kit import sealing

NOMINATOR = "brand_nominator"  # session key


def browser_of(request: HttpRequest) -> str:
    """The blind index of this browser; drawn now if it has none."""
    if NOMINATOR not in request.session:
        request.session[NOMINATOR] = uuid4().hex
    return sealing.blind(request.session[NOMINATOR], purpose="brand-nominator")
