"""Addresses below /supervision/."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.supervision import public

NUMBER = r"(?P<number>20\d\d-[1-9]\d{0,4})"
RELEASE = r"(?P<release>[1-9]\d{0,3})"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.hub, name="supervision"),
    re_path(rf"^{NUMBER}/$", public.project, name="supervision-project"),
    re_path(rf"^{NUMBER}/file\.json$", public.file, name="supervision-file"),
    re_path(rf"^{NUMBER}/file-{RELEASE}\.json$", public.file, name="supervision-earlier-file"),
    re_path(rf"^{NUMBER}/file\.sig\.json$", public.signature, name="supervision-signature"),
    re_path(rf"^{NUMBER}/file-{RELEASE}\.sig\.json$", public.signature, name="supervision-earlier-signature"),
]
