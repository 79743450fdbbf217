from uuid import uuid4

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

TABLE = "bench_floor"
INSERT = f"INSERT INTO {TABLE} (id, text) VALUES (%s, %s)"  # noqa: S608 # our own name


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def bare(request: HttpRequest) -> HttpResponse:
    """One durable INSERT of the text that was sent, and a redirect."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [uuid4().hex, request.POST["text"]])
    return HttpResponseRedirect("/hello/")


urlpatterns = [path("", hello), path("hello/", hello), path("naked/", hello), path("bare/", bare)]
