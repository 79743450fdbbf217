from huaihai.members.models.account import ADMIN_ROLES, GIVEN_BY_HEADS, Account, OneTimeLink, Post, Role
from huaihai.members.models.organisation import AdoptedClock, Organisation, PlaceAlias
from huaihai.members.models.power_request import PowerRequest
from huaihai.members.models.saved_view import SavedView

__all__ = [
    "ADMIN_ROLES",
    "GIVEN_BY_HEADS",
    "Account",
    "AdoptedClock",
    "OneTimeLink",
    "Organisation",
    "PlaceAlias",
    "Post",
    "PowerRequest",
    "Role",
    "SavedView",
]
