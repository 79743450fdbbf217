"""Addresses of purchases and samples, for the staff."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.supervision.testing.buying.pages")
samples = views_of("huaihai.supervision.testing.buying.samples")

PURCHASES = "office/supervision/<uuid:pk>/purchases/"
SAMPLES = "office/supervision/<uuid:pk>/samples/"
ONE = "office/supervision/s/<slug:code>/"  # the QR on a label opens it

urlpatterns: list[URLPattern | URLResolver] = [
    path(PURCHASES, pages.purchases, name="office-test-purchases"),
    path(f"{PURCHASES}witness/", pages.witness, name="office-test-witness"),
    path(f"{PURCHASES}slip/", pages.slip, name="office-test-slip"),
    path(f"{PURCHASES}new/<slug:product>/", pages.new, name="office-test-purchase-new"),
    path(f"{PURCHASES}leave-out/<slug:product>/", pages.leaving_out, name="office-test-leave-out"),
    path(f"{PURCHASES}<uuid:purchase_id>/", pages.purchase, name="office-test-purchase"),
    path(
        f"{PURCHASES}<uuid:purchase_id>/correction/",
        pages.correction,
        name="office-test-purchase-correction",
    ),
    path(SAMPLES, samples.LIST.view, name="office-test-samples"),
    path(f"{SAMPLES}labels/", samples.labels, name="office-test-labels"),
    path(ONE, samples.sample, name="office-sample"),
    path(f"{ONE}aside/", samples.aside, name="office-sample-aside"),
]
