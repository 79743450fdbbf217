"""Addresses of the shared pools."""

from django.urls import URLPattern, path

from huaihai.governance.office.pools import acting, pages

urlpatterns: list[URLPattern] = [
    path("pools/", pages.overview, name="office-pools"),
    path("pools/new/", acting.new_entry, name="office-pool-new"),
    path("pools/requests/<uuid:pk>/", pages.request_page, name="office-pool-request"),
    path("pools/requests/<uuid:pk>/answer/", acting.answer, name="office-pool-answer"),
    path("pools/requests/<uuid:pk>/withdrawal/", acting.withdrawal, name="office-pool-withdrawal"),
    path("pools/<uuid:pk>/", pages.entry_page, name="office-pool"),
    path("pools/<uuid:pk>/contact/", acting.contact, name="office-pool-contact"),
    path("pools/<uuid:pk>/change/", acting.change, name="office-pool-change"),
    path("pools/<uuid:pk>/consent/", acting.consent, name="office-pool-consent"),
    path("pools/<uuid:pk>/request/", acting.new_request, name="office-pool-ask"),
]
