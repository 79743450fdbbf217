from django.urls import URLPattern, URLResolver, path

from huaihai.businesses.profile import office, own, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("businesses/<uuid:business_id>/", public.profile, name="business-profile"),
    path("business/corrections/", own.corrections, name="business-corrections"),
    path("desk/corrections/", office.corrections, name="desk-corrections"),
    path("desk/corrections/<uuid:correction_id>/", office.correction, name="desk-correction"),
    path("desk/corrections/<uuid:correction_id>/proof/", office.proof, name="desk-correction-proof"),
]
