"""The site's own settings with what only tests need: quick hashes, mail kept in memory, static files as they lie."""

import os

os.environ["DEBUG"] = "1"
os.environ.setdefault("SITE_URL", "http://127.0.0.1:8000")

from hinge_coach.settings import *  # noqa: F403

DEBUG = False
SECRET_KEY = "tests"
TRAINER_SECOND_FACTOR = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
