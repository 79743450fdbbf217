"""Addresses of the shared pools."""

from django.urls import URLPattern, path

from huaihai.governance.pools import pages, requests

urlpatterns: list[URLPattern] = [
    path("pools/", pages.overview, name="office-pools"),
    path("pools/new/", requests.new_entry, name="office-pool-new"),
    path("pools/requests/<uuid:pk>/", pages.request_page, name="office-pool-request"),
    path("pools/requests/<uuid:pk>/answer/", requests.answer, name="office-pool-answer"),
    path("pools/requests/<uuid:pk>/withdrawal/", requests.withdrawal, name="office-pool-withdrawal"),
    path("pools/<uuid:pk>/", pages.entry_page, name="office-pool"),
    path("pools/<uuid:pk>/contact/", requests.contact, name="office-pool-contact"),
    path("pools/<uuid:pk>/change/", requests.change, name="office-pool-change"),
    path("pools/<uuid:pk>/consent/", requests.consent, name="office-pool-consent"),
    path("pools/<uuid:pk>/request/", requests.new_request, name="office-pool-ask"),
]
