"""Who is on duty, swaps, and the telephone directory."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from huaihai.governance.office.roster import directory, phones, planning, swapping, views


class DayConverter:
    """A day in an address: 2026-11-25."""

    regex = "20[2-9][0-9]-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)  # a ValueError means that there is no such page

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "roster_day")

urlpatterns: list[URLPattern] = [
    path("roster/", views.tonight, name="office-roster"),
    path("roster/month/", views.month, name="office-roster-month"),
    path("roster/plan/", planning.plan, name="office-roster-plan"),
    path("roster/days/<roster_day:on>/", planning.day, name="office-roster-day"),
    path("roster/days/<roster_day:on>/swap/", swapping.new, name="office-roster-swap"),
    path("roster/leave/", planning.leave, name="office-roster-leave"),
    path("roster/leave/<uuid:leave_id>/end/", planning.leave_end, name="office-roster-leave-end"),
    path(
        "roster/swaps/<uuid:swap_id>/acceptance/", swapping.acceptance, name="office-roster-swap-acceptance"
    ),
    path("roster/swaps/<uuid:swap_id>/refusal/", swapping.refusal, name="office-roster-swap-refusal"),
    path(
        "roster/swaps/<uuid:swap_id>/withdrawal/", swapping.withdrawal, name="office-roster-swap-withdrawal"
    ),
    path("directory/", directory.directory, name="office-directory"),
    path("directory/print/<str:code>/", directory.printed, name="office-directory-print"),
    path("directory/<uuid:body_id>/", directory.body, name="office-directory-body"),
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
