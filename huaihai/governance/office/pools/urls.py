"""Addresses of the shared pools."""

from django.urls import URLPattern, path

from huaihai.governance.office.pools.views import entries, hours, keeping, record, requests, steps

urlpatterns: list[URLPattern] = [
    path("pools/", entries.entry_list, name="office-pools"),
    path("pools/new/<slug:kind>/", entries.new_entry, name="office-pool-new"),
    path("pools/requests/", requests.request_list, name="office-pool-requests"),
    path("pools/requests/new/", requests.new_request, name="office-pool-call"),
    path("pools/requests/<uuid:request_id>/", requests.one_request, name="office-pool-request"),
    path("pools/requests/<uuid:request_id>/record/", record.of_request, name="office-pool-request-record"),
    path("pools/requests/<uuid:request_id>/offer/", steps.offer, name="office-pool-offer"),
    path(
        "pools/requests/<uuid:request_id>/offer/<uuid:entry_id>/", steps.offer_of, name="office-pool-offer-of"
    ),
    path(
        "pools/requests/<uuid:request_id>/lines/<uuid:line_id>/answer/",
        steps.answer,
        name="office-pool-answer",
    ),
    path(
        "pools/requests/<uuid:request_id>/lines/<uuid:line_id>/counter/",
        steps.counter,
        name="office-pool-counter",
    ),
    path("pools/requests/<uuid:request_id>/<slug:noun>/", steps.step, name="office-pool-step"),
    path("pools/hours/", hours.balance_page, name="office-pool-balance"),
    path("pools/hours/lines/", hours.lines_page, name="office-pool-lines"),
    path("pools/<uuid:entry_id>/", entries.entry, name="office-pool"),
    path("pools/<uuid:entry_id>/record/", record.of_entry, name="office-pool-record"),
    path("pools/<uuid:entry_id>/contact/", entries.contact, name="office-pool-contact"),
    path("pools/<uuid:entry_id>/change/", entries.changed_entry, name="office-pool-change"),
    path("pools/<uuid:entry_id>/request/", requests.new_request, name="office-pool-ask"),
    path(
        "pools/<uuid:entry_id>/absences/<uuid:absence_id>/",
        keeping.absence_end,
        name="office-pool-absence-end",
    ),
    path(
        "pools/<uuid:entry_id>/conflicts/<uuid:conflict_id>/",
        keeping.conflict_end,
        name="office-pool-conflict-end",
    ),
    path("pools/<uuid:entry_id>/<slug:noun>/", keeping.step, name="office-pool-keep"),
]
