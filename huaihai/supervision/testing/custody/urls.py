"""Addresses of samples and their custody, for the staff. A sample's own stand below its code: the QR opens them."""

from django.urls import URLPattern, URLResolver, path

from huaihai.supervision.testing.custody import looking, pages, steps

SAMPLES = "office/supervision/<uuid:pk>/samples/"
ONE = "office/supervision/s/<slug:code>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(SAMPLES, pages.samples, name="office-test-samples"),
    path(f"{SAMPLES}labels/", pages.labels, name="office-test-labels"),
    path(f"{SAMPLES}hand-over/", steps.hand_over_many, name="office-test-hand-over"),
    path(f"{SAMPLES}take-over/", steps.take_over_many, name="office-test-take-over"),
    path("office/supervision/s/", pages.find, name="office-sample-find"),
    path(ONE, pages.sample, name="office-sample"),
    path(f"{ONE}report/", pages.report, name="office-sample-report"),
    path(f"{ONE}hand-over/", steps.hand_over, name="office-sample-hand-over"),
    path(f"{ONE}take-over/", steps.take_over, name="office-sample-take-over"),
    path(f"{ONE}seal/", looking.look, name="office-sample-seal"),
    path(f"{ONE}attestation/", looking.attestation, name="office-sample-attestation"),
    path(f"{ONE}aside/", looking.aside, name="office-sample-aside"),
    path(f"{ONE}steps/<uuid:step_id>/", looking.correction, name="office-sample-correction"),
]
