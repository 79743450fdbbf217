"""Addresses of the calendar: of topics for the staff, of the year for everybody."""

from django.urls import include, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.education.calendar.pages")

urlpatterns = [
    path("lessons/calendar/", pages.year, name="lesson-calendar"),
    path("office/topics/", pages.LIST.view, name="office-topics"),
    path("office/topics/new/", pages.new, name="office-topic-new"),
    path("office/topics/<uuid:pk>/", pages.topic, name="office-topic"),
    path("office/topics/<uuid:pk>/", include(pages.TOPICS.steps("office-topic", "draft set-aside"))),
]
