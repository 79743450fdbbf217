"""Addresses of the pages that belong to no single room."""

from django.urls import include, path

from huaihai.kit.late_views import views_of

directory = views_of("huaihai.front.directory")
guides = views_of("huaihai.front.guides")
look = views_of("huaihai.front.look")
preferences = views_of("huaihai.front.preferences")
provider_pages = views_of("huaihai.record.senders.pages")
questions = views_of("huaihai.front.questions")
sitemaps = views_of("huaihai.front.sitemaps")
views = views_of("huaihai.front.views")
watching = views_of("huaihai.front.watching")

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("bodies/", directory.bodies, name="bodies"),
    path("bodies/<str:code>/", directory.body, name="body"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("office/system/", include("huaihai.front.operating.urls")),
    path("office/help/", guides.guides, name="office-help"),
    path("office/help/<slug:name>/", guides.guide, name="office-guide"),
    path("help/", questions.page, name="help"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("favicon.ico", look.icon, name="favicon"),
    path("look/seal.svg", look.seal, name="look-seal"),
    path("look/colour.css", look.colour, name="look-colour"),
    path("look/card.png", look.card, name="look-card"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.part, name="sitemap-part"),
    path("receipts/<slug:provider>/<slug:word>/", provider_pages.receipts, name="receipts"),
    path("healthz", watching.healthz, name="healthz"),
    path("readyz", watching.readyz, name="readyz"),
    path("metrics", watching.metrics, name="metrics"),
]
