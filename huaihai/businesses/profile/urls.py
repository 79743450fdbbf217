from django.urls import URLPattern, URLResolver, path

from huaihai.businesses.profile import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("businesses/<uuid:business_id>/", pages.profile, name="business-profile"),
    path("business/corrections/", pages.corrections, name="business-corrections"),
    path("desk/corrections/", pages.office_corrections, name="desk-corrections"),
    path("desk/corrections/<uuid:correction_id>/", pages.correction, name="desk-correction"),
    path("desk/corrections/<uuid:correction_id>/proof/", pages.proof, name="desk-correction-proof"),
]
