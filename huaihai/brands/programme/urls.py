"""Addresses of this subject: for the staff below /office/brands/programme/, for everybody below /brands/."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from huaihai.kit.late_views import views_of

office = views_of("huaihai.brands.programme.office")
public = views_of("huaihai.brands.programme.public")

OFFICE = "office/brands/programme/"
BASIS, CRITERIA = f"{OFFICE}basis/<uuid:pk>/", f"{OFFICE}criteria/<int:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(OFFICE, office.programme, name="office-brand-programme"),
    path(f"{OFFICE}basis/new/", office.new_basis, name="office-brand-basis-new"),
    path(BASIS, include(office.BASES.steps("office-brand-basis", "end end/confirm"))),
    path(f"{BASIS}end/back/", office.end_taken_back, name="office-brand-basis-end-back"),
    path(f"{BASIS}motion/", office.basis_motion, name="office-brand-basis-motion"),
    path(f"{OFFICE}criteria/new/", office.new_numbers, name="office-brand-criteria-new"),
    path(f"{OFFICE}criteria/new/json/", office.new_json, name="office-brand-criteria-json"),
    path(f"{OFFICE}criteria/comparison/", office.comparison, name="office-brand-criteria-comparison"),
    path(CRITERIA, office.version, name="office-brand-criteria"),
    path(f"{CRITERIA}motion/", office.criteria_motion, name="office-brand-criteria-motion"),
    path("brands/criteria/", public.current, name="brand-criteria"),
    path("brands/criteria/<int:number>/", public.version, name="brand-criteria-version"),
    path("brands/criteria/<int:number>.json", public.as_file, name="brand-criteria-file"),
    path("brands/scores/", public.score_files, name="brand-scores"),
    re_path(r"^brands/scores/(?P<day>\d{4}-\d{2}-\d{2})\.json$", public.score_file, name="brand-score-file"),
    re_path(
        r"^brands/scores/(?P<day>\d{4}-\d{2}-\d{2})\.sig\.json$",
        public.score_signature,
        name="brand-score-signature",
    ),
]
