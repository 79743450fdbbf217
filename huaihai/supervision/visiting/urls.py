"""Addresses of visits."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

field = views_of("huaihai.supervision.visiting.field")
pages = views_of("huaihai.supervision.visiting.pages")
phone = views_of("huaihai.supervision.visiting.phone")
sample_pages = views_of("huaihai.supervision.visiting.sample_pages")
visits = views_of("huaihai.supervision.visiting.visits")

PROJECT = "office/supervision/<uuid:project>/"
FIELD, VISITS, CODING = f"{PROJECT}field/", f"{PROJECT}visits/", f"{PROJECT}coding/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(FIELD, field.field, name="visit-field"),
    path(f"{FIELD}worker.js", field.worker, name="visit-worker"),
    path(f"{FIELD}state.json", phone.state, name="visit-state"),
    path(f"{FIELD}<uuid:pk>/", field.form, name="visit-form"),
    path(f"{FIELD}<uuid:pk>/visit/", phone.visit, name="visit-sent"),
    path(f"{FIELD}<uuid:pk>/photos/", phone.photo, name="visit-photo"),
    path(f"{VISITS}plan/", pages.plan, name="visit-plan"),
    path(f"{VISITS}items/", pages.items, name="visit-items"),
    path(f"{VISITS}items/new/", pages.item, name="visit-item-new"),
    path(f"{VISITS}items/<slug:key>/", pages.item, name="visit-item"),
    path(f"{VISITS}items/<slug:key>/away/", pages.item_away, name="visit-item-away"),
    path(f"{VISITS}items/<slug:key>/up/", pages.item_up, name="visit-item-up"),
    path(f"{VISITS}draw/", sample_pages.draw, name="visit-draw"),
    path(f"{VISITS}places/", sample_pages.sample, name="visit-sample"),
    path(f"{VISITS}places/draws.json", sample_pages.draws, name="visit-draws"),
    path(f"{VISITS}places/<uuid:pk>/dropping/", sample_pages.dropping, name="visit-drop"),
    path(f"{VISITS}sharing/<slug:city>/", sample_pages.sharing, name="visit-sharing"),
    path(f"{VISITS}given/<uuid:pk>/taking-back/", sample_pages.taking_back, name="visit-take-back"),
    path(f"{VISITS}made/", visits.visits, name="visit-visits"),
    path(f"{VISITS}made/<uuid:pk>/", visits.visit, name="visit-one"),
    path(f"{VISITS}made/<uuid:pk>/ruling/", visits.ruling, name="visit-ruling"),
    path(f"{VISITS}photos/<uuid:pk>/", visits.photo, name="visit-picture"),
    path(CODING, visits.coding, name="visit-coding"),
    path(f"{CODING}<slug:name>/", visits.unit, name="visit-unit"),
    path(f"{CODING}<slug:name>/photos/<int:number>/", visits.unit_photo, name="visit-unit-photo"),
]
