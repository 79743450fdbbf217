"""What every form about a claim shares: the version of the claim that was seen."""

from typing import Any

from huaihai.compensation.models import Claim
from huaihai.kit.form_fields import SeenForm, name_what_is_needed
from huaihai.members.forms import SignedForm

LONGEST_REASON = 300


class ClaimForm(SeenForm):
    """A form that changes one claim. `names` gives the field for what an action calls otherwise."""

    names: dict[str, str] = {"sum": "sum_fen"}

    def __init__(self, *args: Any, claim: Claim, **options: Any) -> None:
        super().__init__(*args, seen=claim.version, **options)
        self.claim = claim
        self.prepare()
        name_what_is_needed(self)

    def prepare(self) -> None:
        """For what depends on the claim."""

    def named(self, field: str) -> str:
        """The form's field for the one that an action names."""
        return self.names.get(field, field)

    def facts(self) -> dict[str, Any]:
        """What the action is told; not the code by which it was signed."""
        return {name: value for name, value in super().facts().items() if name != "code"}


class SignedClaimForm(SignedForm, ClaimForm):
    """A form by which money moves: signed with the code of the authenticator app."""
