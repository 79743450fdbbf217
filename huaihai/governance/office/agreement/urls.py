from django.urls import URLPattern, path

from huaihai.governance.agreement import pages, writing

urlpatterns: list[URLPattern] = [
    path("agreement/", pages.versions, name="office-agreement"),
    path("agreement/draft/", writing.new, name="office-agreement-new"),
    path("agreement/members/", pages.members, name="office-agreement-members"),
    path("agreement/members/leaving/", writing.leaving, name="office-agreement-leaving"),
    path("agreement/members/staying/", writing.staying, name="office-agreement-staying"),
    path("agreement/<slug:key>/", pages.version, name="office-agreement-version"),
    path("agreement/<slug:key>/changes/", pages.changes, name="office-agreement-changes"),
    path("agreement/<slug:key>/text/", writing.text, name="office-agreement-text"),
    path("agreement/<slug:key>/annexes/", writing.annex, name="office-agreement-annex-new"),
    path("agreement/<slug:key>/annexes/<int:place>/", writing.annex, name="office-agreement-annex"),
    path(
        "agreement/<slug:key>/annexes/<int:place>/removal/",
        writing.annex_removal,
        name="office-agreement-annex-removal",
    ),
    path("agreement/<slug:key>/opening/", writing.opening, name="office-agreement-opening"),
    path("agreement/<slug:key>/signature/", writing.signature, name="office-agreement-signature"),
    path("agreement/<slug:key>/withdrawal/", writing.withdrawal, name="office-agreement-withdrawal"),
]
