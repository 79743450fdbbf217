"""Addresses of the board."""

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.insight.board.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("board/", pages.board, name="board"),
    path("board/board.pdf", pages.board_pdf, name="board-pdf"),
    path("board/contribution/", pages.contribution, name="board-contribution"),
    path("board/<slug:key>/", pages.part, name="board-part"),
    path("office/insight/board/", pages.readings, name="office-board"),
    path("office/insight/board/context/", pages.figures, name="office-context"),
    path("office/insight/board/context/loading/", pages.loading, name="office-context-loading"),
]
