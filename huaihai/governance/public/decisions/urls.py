"""Addresses of the register, of the check of a file, and of the rules, below /alliance/."""

from django.urls import URLPattern, path

from huaihai.governance.public.decisions import checking, overview, register, resolution, rules

urlpatterns: list[URLPattern] = [
    path("", overview.alliance, name="alliance"),
    path("resolutions/", register.register, name="resolutions"),
    path("resolutions/feed/", register.feed, name="resolutions-feed"),
    path("resolutions/<slug:number>/", resolution.resolution, name="resolution"),
    path("resolutions/<slug:number>/file/", resolution.file, name="resolution-file"),
    path("check/", checking.check_file, name="check-file"),
    path("key.pem", checking.public_key, name="alliance-key"),
    path("rules/", rules.rules_on, name="rules"),
    path("rules/<str:name>/", rules.rule, name="rule"),
]
