"""Addresses of the board."""

from django.urls import URLPattern, URLResolver, path

from huaihai.insight.board import views
from huaihai.insight.board.context import office

urlpatterns: list[URLPattern | URLResolver] = [
    path("board/", views.board, name="board"),
    path("board/contribution/", views.contribution, name="board-contribution"),
    path("board/<slug:key>/", views.part, name="board-part"),
    path("office/insight/board/", office.readings, name="office-board"),
    path("office/insight/board/context/", office.figures, name="office-context"),
    path("office/insight/board/context/loading/", office.loading, name="office-context-loading"),
]
