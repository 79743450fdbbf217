"""Addresses of administrators and auditors."""

from django.urls import path

from huaihai.front.operating import audit, pages

urlpatterns = [
    path("", pages.system, name="system"),
    path("messages/", pages.send_again, name="system-send-again"),
    path("holidays/", pages.holidays, name="system-holidays"),
    path("bodies/", pages.BODIES.view, name="system-bodies"),
    path("audit/", audit.LIST.view, name="system-audit"),
]
