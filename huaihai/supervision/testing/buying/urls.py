"""Addresses of purchases, for the staff."""

from django.urls import URLPattern, URLResolver, path

from huaihai.supervision.testing.buying import pages, steps

PURCHASES = "office/supervision/<uuid:pk>/purchases/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PURCHASES, pages.purchases, name="office-test-purchases"),
    path(f"{PURCHASES}slip/", pages.slip, name="office-test-slip"),
    path(f"{PURCHASES}new/<slug:product>/", steps.new, name="office-test-purchase-new"),
    path(f"{PURCHASES}leave-out/<slug:product>/", steps.leaving_out, name="office-test-leave-out"),
    path(f"{PURCHASES}<uuid:purchase_id>/", pages.purchase, name="office-test-purchase"),
    path(
        f"{PURCHASES}<uuid:purchase_id>/confirmation/",
        steps.confirmation,
        name="office-test-purchase-confirmation",
    ),
    path(
        f"{PURCHASES}<uuid:purchase_id>/correction/", steps.correction, name="office-test-purchase-correction"
    ),
]
