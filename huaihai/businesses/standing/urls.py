from django.urls import URLPattern, URLResolver, path

from huaihai.businesses.standing import desk, public, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("standing-offers/<uuid:offer_id>/", public.offer, name="standing-offer"),
    path("standing-offers/<uuid:offer_id>.json", public.as_json, name="standing-offer-json"),
    path("business/standing-offers/", desk.offers, name="business-standing"),
    path("business/standing-offers/new/", writing.new, name="business-standing-new"),
    path("business/standing-offers/<uuid:offer_id>/", desk.offer, name="business-standing-offer"),
    path(
        "business/standing-offers/<uuid:offer_id>/version/",
        writing.version,
        name="business-standing-version",
    ),
    path("business/standing-offers/<uuid:offer_id>/end/", writing.end, name="business-standing-end"),
]
