"""Addresses of administrators and auditors."""

from django.urls import path

from huaihai.kit.late_views import views_of

audit = views_of("huaihai.front.operating.audit")
incident = views_of("huaihai.front.operating.incident")
trial_message = views_of("huaihai.front.operating.trial_message")
pages = views_of("huaihai.front.operating.pages")

urlpatterns = [
    path("", pages.system, name="system"),
    path("messages/", pages.send_again, name="system-send-again"),
    path("test-message/", trial_message.trial_message, name="system-test-message"),
    path("clock/", pages.the_clock, name="system-clock"),
    path("holidays/", pages.holidays, name="system-holidays"),
    path("bodies/", pages.BODIES.view, name="system-bodies"),
    path("incident/", incident.incident, name="system-incident"),
    path("audit/", audit.LIST.view, name="system-audit"),
]
