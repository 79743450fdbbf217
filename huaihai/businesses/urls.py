from django.urls import URLPattern, URLResolver, include, path

from huaihai.businesses.register import pages as register_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huaihai.businesses.register.urls")),
    path("", include("huaihai.businesses.pledging.urls")),
    path("", include("huaihai.businesses.profile.urls")),
    path("desk/businesses/", register_pages.businesses, name="businesses"),
    path("desk/businesses/<uuid:business_id>/", register_pages.business, name="business"),
    path("desk/businesses/<uuid:business_id>/credit-code/", register_pages.code, name="business-code"),
    path("desk/businesses/<uuid:business_id>/merger/", register_pages.merger, name="business-merger"),
    path(
        "desk/businesses/<uuid:business_id>/places/<uuid:place_id>/",
        register_pages.place,
        name="business-place",
    ),
    path(
        "desk/businesses/<uuid:business_id>/representatives/",
        register_pages.representatives,
        name="business-representatives",
    ),
    path(
        "desk/businesses/<uuid:business_id>/representatives/<int:representative_id>/end/",
        register_pages.end_of_representation,
        name="business-representative-end",
    ),
    path("", include("huaihai.businesses.standing.urls")),
    path("", include("huaihai.businesses.joining.urls")),
    path("", include("huaihai.businesses.connecting.urls")),
    path("desk/", include("huaihai.businesses.desk.urls")),
]
