"""Addresses of the register, of the check of a file, and of the rules, below /alliance/."""

from django.urls import URLPattern, path

from huaihai.governance import rule_pages
from huaihai.governance.resolutions import pages

urlpatterns: list[URLPattern] = [
    path("", rule_pages.overview, name="alliance"),
    path("resolutions/", pages.register, name="resolutions"),
    path("resolutions/feed/", pages.feed, name="resolutions-feed"),
    path("resolutions/<slug:number>/", pages.resolution, name="resolution"),
    path("resolutions/<slug:number>/file/", pages.file, name="resolution-file"),
    path("check/", pages.check_file, name="check-file"),
    path("key.pem", pages.public_key, name="alliance-key"),
    path("rules/", rule_pages.rules_on, name="rules"),
    path("rules/<str:name>/", rule_pages.rule, name="rule"),
]
