"""Addresses of the lessons."""

from django.urls import path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.education.lessons.pages")

urlpatterns = [
    path("lessons/", pages.library, name="lessons"),
    path("lessons/<slug:slug>/", pages.lesson, name="lesson"),
    path("lessons/<slug:slug>/answers/", pages.answer, name="lesson-answers"),
    path("office/lessons/", pages.LIST.view, name="office-lessons"),
]
