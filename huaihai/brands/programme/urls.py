"""Addresses of this subject: for the staff below /office/brands/programme/, for everybody below /brands/."""

from django.urls import URLPattern, URLResolver, path, re_path

from huaihai.brands.programme import public, score_pages
from huaihai.brands.programme.office import ending, steps, views

OFFICE = "office/brands/programme/"
BASIS, CRITERIA = f"{OFFICE}basis/<uuid:pk>/", f"{OFFICE}criteria/<int:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(OFFICE, views.programme, name="office-brand-programme"),
    path(f"{OFFICE}basis/new/", steps.new_basis, name="office-brand-basis-new"),
    path(f"{BASIS}end/", ending.end_basis, name="office-brand-basis-end"),
    path(f"{BASIS}end/back/", ending.end_taken_back, name="office-brand-basis-end-back"),
    path(f"{BASIS}end/confirm/", ending.end_confirmed, name="office-brand-basis-end-confirm"),
    path(f"{BASIS}motion/", steps.basis_motion, name="office-brand-basis-motion"),
    path(f"{OFFICE}criteria/new/", steps.new_numbers, name="office-brand-criteria-new"),
    path(f"{OFFICE}criteria/new/json/", steps.new_json, name="office-brand-criteria-json"),
    path(f"{OFFICE}criteria/comparison/", views.comparison, name="office-brand-criteria-comparison"),
    path(CRITERIA, views.version, name="office-brand-criteria"),
    path(f"{CRITERIA}motion/", steps.criteria_motion, name="office-brand-criteria-motion"),
    path("brands/criteria/", public.current, name="brand-criteria"),
    path("brands/criteria/<int:number>/", public.version, name="brand-criteria-version"),
    path("brands/criteria/<int:number>.json", public.as_file, name="brand-criteria-file"),
    path("brands/scores/", score_pages.score_files, name="brand-scores"),
    re_path(
        r"^brands/scores/(?P<day>\d{4}-\d{2}-\d{2})\.json$", score_pages.score_file, name="brand-score-file"
    ),
    re_path(
        r"^brands/scores/(?P<day>\d{4}-\d{2}-\d{2})\.sig\.json$",
        score_pages.score_signature,
        name="brand-score-signature",
    ),
]
