from django.urls import URLPattern, path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.cases.callback.pages")

urlpatterns: list[URLPattern] = [
    path("call-me/", pages.new, name="callback-new"),
    path("call-me/promised/", pages.promised, name="callback-promised"),
    path("desk/call-backs/<uuid:callback_id>/no-answer/", pages.not_reached, name="desk-callback-no-answer"),
    path("desk/call-backs/<uuid:callback_id>/answered/", pages.answered, name="desk-callback-answered"),
]
