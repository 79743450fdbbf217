from django.urls import URLPattern, URLResolver, path

from huaihai.businesses.register import poster, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("pledges/", views.register, name="pledges"),
    path("pledges/business/<uuid:business_id>/", views.business, name="pledge-business"),
    path("pledges/version/<uuid:version_id>/", views.version, name="pledge-version"),
    path("p/<str:code>/", poster.poster, name="poster"),
    path("p/<str:code>/report/", poster.report, name="poster-report"),
]
