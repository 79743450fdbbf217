from django.urls import URLPattern, URLResolver, path

from huaihai.businesses.pledges import public
from huaihai.businesses.posters import pages as posters_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("pledges/", public.register, name="pledges"),
    path("pledges/business/<uuid:business_id>/", public.business, name="pledge-business"),
    path("pledges/version/<uuid:version_id>/", public.version, name="pledge-version"),
    path("p/<str:code>/", posters_pages.poster, name="poster"),
    path("p/<str:code>/report/", posters_pages.report, name="poster-report"),
]
