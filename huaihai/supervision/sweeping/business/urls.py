"""Addresses of a sweep on the desk of a business."""

from django.urls import path

from huaihai.supervision.sweeping.business import views

urlpatterns = [
    path("business/sweeps/", views.findings, name="business-sweeps"),
    path("business/sweeps/<uuid:pk>/", views.finding, name="business-sweep"),
    path(
        "business/sweeps/<uuid:pk>/advice/<uuid:measure>/receipt/",
        views.receipt,
        name="business-sweep-receipt",
    ),
    path(
        "business/sweeps/projects/<uuid:project>/photos/<uuid:pk>/", views.photo, name="business-sweep-photo"
    ),
]
