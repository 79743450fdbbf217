"""What every message to somebody outside says of who sends it."""

from huaihai import alliance
from huaihai.kit import country
from huaihai.members.models import Organisation


def sender(body: Organisation | None) -> dict[str, str]:
    """The platform, the short name of the body, and the number for questions: where the body has none, the line that
    answers in every city."""
    return {
        "platform": alliance.load().platform_name,
        "body": body.short_name if body else "",
        "phone": (body.phone_to_call if body else "") or country.word("hotline"),
    }
