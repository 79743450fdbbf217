"""Addresses of the calendar: of topics for the staff, of the year for everybody."""

from django.urls import path

from huaihai.education.calendar import office, year

urlpatterns = [
    path("lessons/calendar/", year.year, name="lesson-calendar"),
    path("office/topics/", office.topics, name="office-topics"),
    path("office/topics/new/", office.new, name="office-topic-new"),
    path("office/topics/<uuid:pk>/", office.topic, name="office-topic"),
    path("office/topics/<uuid:pk>/draft/", office.draft, name="office-topic-draft"),
    path("office/topics/<uuid:pk>/set-aside/", office.set_aside, name="office-topic-set-aside"),
]
