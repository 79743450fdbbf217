from django.urls import URLPattern, URLResolver, include, path

from huaihai.businesses import changes, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huaihai.businesses.register.urls")),
    path("", include("huaihai.businesses.pledging.urls")),
    path("", include("huaihai.businesses.profile.urls")),
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
    path("", include("huaihai.businesses.standing.urls")),
    path("", include("huaihai.businesses.joining.urls")),
    path("", include("huaihai.businesses.connecting.urls")),
    path("desk/", include("huaihai.businesses.desk.urls")),
]
