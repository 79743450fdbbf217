"""Who is on duty, leave, and the telephone directory."""

from django.urls import URLPattern, path

from huaihai.governance.directory import pages as directory_pages
from huaihai.governance.directory import phones
from huaihai.governance.roster import pages

urlpatterns: list[URLPattern] = [
    path("roster/", pages.tonight, name="office-roster"),
    path("roster/month/", pages.month, name="office-roster-month"),
    path("roster/leave/", pages.leave, name="office-roster-leave"),
    path("roster/leave/<uuid:leave_id>/end/", pages.leave_end, name="office-roster-leave-end"),
    path("directory/", directory_pages.directory, name="office-directory"),
    path("directory/print/<str:code>/", directory_pages.printed, name="office-directory-print"),
    path("directory/<uuid:body_id>/", directory_pages.body, name="office-directory-body"),
    path("directory/<uuid:body_id>/public/", phones.public_part, name="office-directory-public"),
    path("directory/<uuid:body_id>/lines/new/", phones.line_new, name="office-directory-line-new"),
    path("directory/<uuid:body_id>/lines/<uuid:line_id>/", phones.line, name="office-directory-line"),
    path(
        "directory/<uuid:body_id>/lines/<uuid:line_id>/number/",
        phones.line_look,
        name="office-directory-line-look",
    ),
    path(
        "directory/<uuid:body_id>/lines/<uuid:line_id>/end/",
        phones.line_end,
        name="office-directory-line-end",
    ),
]
