"""Addresses of the lessons."""

from django.urls import path

from huaihai.education.lessons import office, views

urlpatterns = [
    path("lessons/", views.library, name="lessons"),
    path("lessons/<slug:slug>/", views.lesson, name="lesson"),
    path("lessons/<slug:slug>/answers/", views.answer, name="lesson-answers"),
    path("office/lessons/", office.lessons, name="office-lessons"),
]
