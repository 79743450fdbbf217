"""Addresses of a sweep on the desk of a business."""

from django.urls import path

from huaihai.supervision.sweeping import business

urlpatterns = [
    path("business/sweeps/", business.findings, name="business-sweeps"),
    path("business/sweeps/<uuid:pk>/", business.finding, name="business-sweep"),
    path(
        "business/sweeps/<uuid:pk>/advice/<uuid:measure>/receipt/",
        business.receipt,
        name="business-sweep-receipt",
    ),
    path(
        "business/sweeps/projects/<uuid:project>/photos/<uuid:pk>/",
        business.photo,
        name="business-sweep-photo",
    ),
]
