from django.urls import URLPattern, path

from huaihai.governance.office.agreement import bodies, steps, views

urlpatterns: list[URLPattern] = [
    path("agreement/", views.versions, name="office-agreement"),
    path("agreement/draft/", steps.new, name="office-agreement-new"),
    path("agreement/members/", views.members, name="office-agreement-members"),
    path("agreement/members/leaving/", bodies.leaving, name="office-agreement-leaving"),
    path("agreement/members/staying/", bodies.staying, name="office-agreement-staying"),
    path("agreement/<slug:key>/", views.version, name="office-agreement-version"),
    path("agreement/<slug:key>/changes/", views.changes, name="office-agreement-changes"),
    path("agreement/<slug:key>/text/", steps.text, name="office-agreement-text"),
    path("agreement/<slug:key>/annexes/", steps.annex, name="office-agreement-annex-new"),
    path("agreement/<slug:key>/annexes/<int:place>/", steps.annex, name="office-agreement-annex"),
    path(
        "agreement/<slug:key>/annexes/<int:place>/removal/",
        steps.annex_removal,
        name="office-agreement-annex-removal",
    ),
    path("agreement/<slug:key>/opening/", steps.opening, name="office-agreement-opening"),
    path("agreement/<slug:key>/signature/", bodies.signature, name="office-agreement-signature"),
    path("agreement/<slug:key>/withdrawal/", steps.withdrawal, name="office-agreement-withdrawal"),
]
