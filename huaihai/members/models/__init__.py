from huaihai.members.models.account import ADMIN_ROLES, GIVEN_BY_HEADS, Account, OneTimeLink, Post, Role
from huaihai.members.models.organisation import AdoptedClock, Organisation, PlaceAlias
from huaihai.members.models.power_request import PowerRequest
from huaihai.members.models.saved_view import SavedView
from huaihai.members.models.signing_in import FailedSignIn, Visit

__all__ = [
    "ADMIN_ROLES",
    "GIVEN_BY_HEADS",
    "Account",
    "AdoptedClock",
    "FailedSignIn",
    "OneTimeLink",
    "Organisation",
    "PlaceAlias",
    "Post",
    "PowerRequest",
    "Role",
    "SavedView",
    "Visit",
]
