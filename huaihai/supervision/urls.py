"""Addresses of joint supervision: one list a subject, then projects of all kinds for staff and for everybody."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from huaihai.kit.late_views import views_of
from huaihai.supervision.addresses import NUMBER

facts = views_of("huaihai.supervision.facts")
pages = views_of("huaihai.supervision.pages")
public = views_of("huaihai.supervision.public")

SUBJECTS = ("programme", "staffing", "testing", "visiting", "surveying", "sweeping", "reporting", "clauses")
STEPS = "registration start finish release hand-over cities reopening calling-back dropping"
RELEASE = r"(?P<release>[1-9]\d{0,3})"

_OFFICE: list[URLPattern | URLResolver] = [
    path("", pages.LIST.view, name="office-projects"),
    path("new/", pages.new, name="office-project-new"),
    path("<uuid:pk>/", pages.project, name="office-project"),
    path("<uuid:pk>/copy/", pages.copy, name="office-project-copy"),
    path("<uuid:pk>/answer/", pages.answer, name="office-project-answer"),
    path(
        "<uuid:pk>/",
        include(
            facts.PROJECTS.steps(
                "office-project",
                "registration start finish release hand-over cities reopening calling-back dropping",
            )
        ),
    ),
]
_PUBLIC: list[URLPattern | URLResolver] = [
    path("", public.hub, name="supervision"),
    re_path(rf"^{NUMBER}/$", public.project, name="supervision-project"),
    re_path(rf"^{NUMBER}/file\.json$", public.file, name="supervision-file"),
    re_path(rf"^{NUMBER}/file-{RELEASE}\.json$", public.file, name="supervision-earlier-file"),
    re_path(rf"^{NUMBER}/file\.sig\.json$", public.signature, name="supervision-signature"),
    re_path(rf"^{NUMBER}/file-{RELEASE}\.sig\.json$", public.signature, name="supervision-earlier-signature"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *(path("", include(f"huaihai.supervision.{subject}.urls")) for subject in SUBJECTS),
    path("office/supervision/", include(_OFFICE)),
    path("supervision/", include(_PUBLIC)),
]
