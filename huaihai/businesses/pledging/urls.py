from django.urls import URLPattern, URLResolver, path

from huaihai.businesses.pledges import office
from huaihai.businesses.pledges import pages as pledges_pages
from huaihai.businesses.posters import pages as posters_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("business/pledges/", pledges_pages.own, name="business-pledges"),
    path("business/pledges/new/", pledges_pages.new, name="business-pledge-new"),
    path("business/pledges/<uuid:pledge_id>/end/", pledges_pages.end, name="business-pledge-end"),
    path("business/pledges/<uuid:business_id>/<slug:kind>/", pledges_pages.write, name="business-pledge"),
    path("business/posters/", posters_pages.own, name="business-posters"),
    path("business/posters/new/", posters_pages.new, name="business-poster-new"),
    path("business/posters/<uuid:poster_id>/", posters_pages.printed, name="business-poster"),
    path("business/posters/<uuid:poster_id>/qr.svg", posters_pages.qr, name="business-poster-qr"),
    path("business/posters/<uuid:poster_id>/ending/", posters_pages.end, name="business-poster-end"),
    path("desk/pledges/", office.overview, name="desk-pledges"),
    path("desk/pledges/<uuid:pledge_id>/display/", office.display, name="desk-pledge-display"),
    path("desk/poster-reports/<uuid:report_id>/", office.report, name="desk-poster-report"),
]
