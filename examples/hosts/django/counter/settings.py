"""The settings of Django; the last lines are about the office."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from attrs import evolve

from pqr_core import colombia

BASE_DIR = Path(__file__).resolve().parents[1]
SECRET_KEY = os.environ.get("SECRET_KEY", "only for trying")
DEBUG = "SECRET_KEY" not in os.environ
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver").split(",")
ROOT_URLCONF = "counter.urls"
LANGUAGE_CODE = "es-co"
TIME_ZONE = "America/Bogota"
USE_TZ = True
STATIC_URL = "static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "pqr_core.contrib.django",
    "counter",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "counter.urls.Refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
if "PGDATABASE" in os.environ:  # host, port, user and password are those of libpq: PGHOST, PGPORT, PGUSER, PGPASSWORD
    DATABASES: dict[str, dict[str, Any]] = {
        "default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PGDATABASE"]}
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": BASE_DIR / "counter.sqlite",
            # A transaction that begins as a writer waits for its turn; one that becomes a writer midway fails.
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
            "TEST": {"NAME": BASE_DIR / "test.sqlite"},  # a file, because threads share it
        }
    }

PQR_PROFILE = evolve(colombia.DEFAULT_PROFILE, utility_id="aguas", soon_business_days=3)
