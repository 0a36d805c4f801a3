"""What `make bench` measures against: the site's settings with the bare page of a plain Django site.

A page of 10 kB out of a template, for somebody signed in, and a form that stores one row, behind the middleware with
which Django starts a project. `BENCH=floor` serves them, under the same gunicorn as the site.
"""

import os
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from hinge_coach.settings import *  # noqa: F403
from hinge_coach.settings import ALLOWED_HOSTS as ALLOWED_HOSTS

SECRET_KEY = "only for the benchmark"
ROWS = 60
PAGE = """<!doctype html><html lang="en"><head><title>Bare</title></head><body><p>{{ request.user }}</p><ol>
{% for row in rows %}<li><a href="/row/{{ row }}/">Row {{ row }}</a> {% if row|divisibleby:2 %}<b>even</b>
{% else %}<i>odd</i>{% endif %} {{ words }}</li>{% endfor %}</ol></body></html>"""
WORDS = "One line of plain words, as long as a line on a page is, and then a little more."

if os.environ.get("BENCH") == "floor":
    ROOT_URLCONF = "tests.bench_site"
    AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    SESSION_ENGINE = "django.contrib.sessions.backends.db"
    MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "allauth.account.middleware.AccountMiddleware",  # without it the site's apps don't load
    ]


def bare(request: HttpRequest) -> HttpResponse:
    template = engines["django"].from_string(PAGE) if not _kept else _kept[0]
    _kept[:] = [template]
    return HttpResponse(template.render({"rows": range(ROWS), "words": WORDS}, request))


def insert(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_insert (who, at) VALUES (%s, %s)", [str(request.user), "now"])
    return redirect("/bare/")


_kept: list[Any] = []

urlpatterns = [path("bare/", bare), path("insert/", insert)]
