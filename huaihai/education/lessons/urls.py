"""Addresses of the lessons."""

from django.urls import path

from huaihai.education.lessons import pages

urlpatterns = [
    path("lessons/", pages.library, name="lessons"),
    path("lessons/<slug:slug>/", pages.lesson, name="lesson"),
    path("lessons/<slug:slug>/answers/", pages.answer, name="lesson-answers"),
    path("office/lessons/", pages.LIST.view, name="office-lessons"),
]
