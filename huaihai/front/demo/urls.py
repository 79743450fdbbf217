"""Addresses of the demo's own pages; the views answer 404 unless HUAIHAI_DEMO=1."""

from django.urls import path

from huaihai.kit.late_views import views_of

views = views_of("huaihai.front.demo.views")

urlpatterns = [
    path("", views.guide, name="demo"),
    path("outbox/", views.outbox, name="outbox"),
    path("day/", views.day_forward, name="demo-forward"),
]
