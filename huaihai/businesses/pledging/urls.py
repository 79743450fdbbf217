from django.urls import URLPattern, URLResolver, path

from huaihai.businesses.pledging import desk, office, posters, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("business/pledges/", desk.own, name="business-pledges"),
    path("business/pledges/new/", desk.new, name="business-pledge-new"),
    path("business/pledges/<uuid:pledge_id>/end/", writing.end, name="business-pledge-end"),
    path("business/pledges/<uuid:business_id>/<slug:kind>/", writing.write, name="business-pledge"),
    path("business/posters/", posters.own, name="business-posters"),
    path("business/posters/new/", posters.new, name="business-poster-new"),
    path("business/posters/<uuid:poster_id>/", posters.printed, name="business-poster"),
    path("business/posters/<uuid:poster_id>/qr.svg", posters.qr, name="business-poster-qr"),
    path("business/posters/<uuid:poster_id>/ending/", posters.end, name="business-poster-end"),
    path("desk/pledges/", office.overview, name="desk-pledges"),
    path("desk/pledges/<uuid:pledge_id>/display/", office.display, name="desk-pledge-display"),
    path("desk/poster-reports/<uuid:report_id>/", office.report, name="desk-poster-report"),
]
