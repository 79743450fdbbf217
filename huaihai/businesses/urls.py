from django.urls import URLPattern, URLResolver, include, path

from huaihai.businesses import changes, views
from huaihai.businesses.standing import desk as standing_desk
from huaihai.businesses.standing import public as standing_public
from huaihai.businesses.standing import writing as standing_writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huaihai.businesses.register.urls")),
    path("desk/businesses/", views.businesses, name="businesses"),
    path("desk/businesses/<uuid:business_id>/", views.business, name="business"),
    path("desk/businesses/<uuid:business_id>/credit-code/", changes.code, name="business-code"),
    path("desk/businesses/<uuid:business_id>/merger/", changes.merger, name="business-merger"),
    path("desk/businesses/<uuid:business_id>/places/<uuid:place_id>/", changes.place, name="business-place"),
    path(
        "desk/businesses/<uuid:business_id>/representatives/",
        changes.representatives,
        name="business-representatives",
    ),
    path(
        "desk/businesses/<uuid:business_id>/representatives/<int:representative_id>/end/",
        changes.end_of_representation,
        name="business-representative-end",
    ),
    path("standing-offers/<uuid:offer_id>/", standing_public.offer, name="standing-offer"),
    path("standing-offers/<uuid:offer_id>.json", standing_public.as_json, name="standing-offer-json"),
    path("business/standing-offers/", standing_desk.offers, name="business-standing"),
    path("business/standing-offers/new/", standing_writing.new, name="business-standing-new"),
    path("business/standing-offers/<uuid:offer_id>/", standing_desk.offer, name="business-standing-offer"),
    path(
        "business/standing-offers/<uuid:offer_id>/version/",
        standing_writing.version,
        name="business-standing-version",
    ),
    path("business/standing-offers/<uuid:offer_id>/end/", standing_writing.end, name="business-standing-end"),
]
