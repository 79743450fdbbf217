from django.urls import URLPattern, URLResolver, path

from huaihai.businesses.standing import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("standing-offers/<uuid:offer_id>/", pages.offer, name="standing-offer"),
    path("standing-offers/<uuid:offer_id>.json", pages.as_json, name="standing-offer-json"),
    path("business/standing-offers/", pages.business_offers, name="business-standing"),
    path("business/standing-offers/new/", pages.new, name="business-standing-new"),
    path("business/standing-offers/<uuid:offer_id>/", pages.business_offer, name="business-standing-offer"),
    path(
        "business/standing-offers/<uuid:offer_id>/version/",
        pages.version,
        name="business-standing-version",
    ),
    path("business/standing-offers/<uuid:offer_id>/end/", pages.end, name="business-standing-end"),
]
