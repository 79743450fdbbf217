"""The application being written. It lives sealed in the browser's session; nothing is stored before it is sent."""

import json
from typing import Any

from django.http import HttpRequest

from huaihai.businesses.place_names import place_name
from huaihai.kit import sealing
from huaihai.kit.ids import new_id
from huaihai.members import directory
from huaihai.members.models import Organisation

KEPT = "join_draft"  # session key
MOST_PLACES = 40

type Draft = dict[str, Any]


def of(request: HttpRequest) -> Draft:
    """What was typed so far; a fresh one, with its own key, if nothing was."""
    sealed = request.session.get(KEPT)
    if sealed:
        held: Draft = json.loads(sealing.unseal(sealed, place=KEPT))
        return held
    return {"key": str(new_id()), "places": []}


def keep(request: HttpRequest, draft: Draft, **more: Any) -> Draft:
    """Keep it, with these answers too."""
    kept = {**draft, **more}
    request.session[KEPT] = sealing.seal(json.dumps(kept, ensure_ascii=False), place=KEPT)
    return kept


def drop(request: HttpRequest) -> None:
    """It was sent."""
    request.session.pop(KEPT, None)


def first_missing(draft: Draft) -> str:
    """The name of the page that comes next: "" if all is there."""
    done = (
        ("join-business", bool(draft.get("code") and draft.get("name") and draft.get("as_kind"))),
        ("join-places", bool(draft.get("places"))),
        ("join-contact", bool(draft.get("contact_name") and draft.get("contact_phone"))),
        ("join-code", is_confirmed(draft)),
    )
    return next((name for name, is_done in done if not is_done), "")


def is_confirmed(draft: Draft) -> bool:
    """Whether the phone that stands there now was proven by its code."""
    phone = draft.get("contact_phone")
    return bool(phone) and draft.get("confirmed") == phone


def body_of(draft: Draft) -> Organisation | None:
    """The city's body at the main place, which is the first one."""
    places = draft.get("places") or []
    node = directory.body_at(places[0]["region_code"]) if places else None
    return node.city if node else None


def shown_places(draft: Draft) -> list[dict[str, Any]]:
    """The places in words, with their number in the list."""
    return [
        {
            "number": number,
            "name": " · ".join(filter(None, (place_name(row["region_code"]), row["sign"], row["address"]))),
        }
        for number, row in enumerate(draft.get("places") or [])
    ]
