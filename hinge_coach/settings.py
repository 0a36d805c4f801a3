"""All settings, from the environment only; README.md lists them in one table.

With `DEBUG=0` (the default) a missing secret or host stops the site at start, with an error message.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from environs import Env, EnvError, validate

from hinge_coach.proxies import UNIX, must_name_proxies

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
if DEMO and not DEBUG:
    raise EnvError("DEMO=1 lets anybody sign in as anybody, so it goes only with DEBUG=1.")
SECRET_KEY = env.str("SECRET_KEY", "only-for-development-never-for-people") if DEBUG else env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
SECRETS_KEY: list[str] = env.list("SECRETS_KEY", [])  # the first one seals; older ones still open what they have sealed
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
EMERGENCY_NUMBER = env.str("EMERGENCY_NUMBER", "911 or 112")
CALL_FORM_SECONDS = env.int("CALL_FORM_SECONDS", 2)
# Limits against robots; 0 means no limit. In the demo all requests come from one address.
CALL_POSTS_AN_HOUR = env.int("CALL_POSTS_AN_HOUR", 0 if DEMO else 60)
CALLS_PER_ADDRESS = env.int("CALLS_PER_ADDRESS", 0 if DEMO else 5)
CALLS_PER_CONTACT = env.int("CALLS_PER_CONTACT", 0 if DEMO else 3)
CALLS_AN_HOUR = env.int("CALLS_AN_HOUR", 0 if DEMO else 12)
CLIENT_ADDRESS_HEADER = env.str("CLIENT_ADDRESS_HEADER", "")
# Without a list, a proxy is one on this machine.
TRUSTED_PROXIES = env.list(
    "TRUSTED_PROXIES",
    ["127.0.0.0/8", "::1", UNIX] if env.bool("BEHIND_PROXY", False) or CLIENT_ADDRESS_HEADER else [],
    validate=must_name_proxies,
)
ARCHIVE_DAYS = env.int("ARCHIVE_DAYS", 90, validate=validate.Range(min=0))
FORGET_CALLS_AFTER_DAYS = env.int("FORGET_CALLS_AFTER_DAYS", 180, validate=validate.Range(min=0))
TRAINER_SECOND_FACTOR = env.bool("TRAINER_SECOND_FACTOR", not DEMO)
PRIVATE_CALENDARS = env.bool("PRIVATE_CALENDARS", False)

INSTALLED_APPS = [
    "hinge_coach.accounts",
    "hinge_coach.safety",
    "hinge_coach.tightness",
    "lessons",
    "hinge_coach.booking",
    "hinge_coach.coaching",
    "hinge_coach.demo",
    "hinge_coach.backups",
    "hinge_coach.retention",
    "hinge_coach.worker",  # before django_tasks_db, whose command it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "hinge_coach.logs.log_requests",
    "hinge_coach.proxies.only_known_proxies",
    "hinge_coach.middleware.house_headers",
    "hinge_coach.middleware.utf_8_only",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hinge_coach.compressing.QuickGzip",
    "hinge_coach.kept_pages.keep_pages",
    "csp.middleware.CSPMiddleware",
    "hinge_coach.booking.calls.embed_middleware.NoCookiesInFrames",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lessons.summary.middleware.summaries_after_posts",
    "hinge_coach.middleware.full_page_for_expired_sign_in",
    "hinge_coach.middleware.what_was_typed_outlasts_the_sign_in",
    "hinge_coach.accounts.sessions.sign_ins_last",
    "hinge_coach.accounts.second_step.SecondStepFirst",
    "hinge_coach.accounts.access.SignInFirst",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "hinge_coach.urls"
WSGI_APPLICATION = "hinge_coach.wsgi.application"
FORM_RENDERER = "hinge_coach.rendering.HouseRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hinge_coach.rendering.site",
                "hinge_coach.accounts.whose.whose",
                "hinge_coach.demo.context.demo_people",
            ],
            "libraries": {"modules": "hinge_coach.modules", "kept_parts": "hinge_coach.kept_parts"},
        },
    }
]

DATABASES: dict[str, Any] = {
    "default": env.dj_db_url(
        "DATABASE_URL", f"sqlite:///{VAR_DIR / 'hinge_coach.sqlite3'}", conn_max_age=600, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at BEGIN, so that two
    # writers wait for each other instead of failing half-way. NORMAL survives a killed process;
    # SQLITE_SYNCHRONOUS=FULL also survives a power cut, at the price of slower writes.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous="
        + env.str("SQLITE_SYNCHRONOUS", "NORMAL", validate=validate.OneOf(["NORMAL", "FULL"])),
    }
# Rate limits are counted in this cache, so all workers must share it.
CACHES = {"default": env.dj_cache_url("CACHE_URL", "locmem://" if DEBUG else "db://cache?max_entries=100000")}

email = env.dj_email_url("EMAIL_URL", "console:" if DEBUG else "smtp://localhost:25")
EMAIL_BACKEND = email["EMAIL_BACKEND"]
EMAIL_HOST = email["EMAIL_HOST"]
EMAIL_PORT = email["EMAIL_PORT"]
EMAIL_HOST_USER = email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = email["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = email["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", "Hinge Coach <hello@example.com>")
EMAIL_SUBJECT_PREFIX = ""

# Mails are tasks in the site's own database, so that a transaction that is rolled back sends none.
# The demo has no worker and runs tasks at once.
TASKS = {
    "default": {
        "BACKEND": env.str(
            "TASKS_BACKEND",
            "django_tasks.backends.immediate.ImmediateBackend" if DEBUG else "django_tasks_db.DatabaseBackend",
        )
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["hinge_coach.accounts.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "arrive"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "hinge_coach.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "request_login_code": "hinge_coach.accounts.forms.SignInForm",
    "signup": "hinge_coach.accounts.forms.JoinForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    # Per e-mail address. One place gets so few attempts that it can neither lock the owner out nor fill their mailbox.
    "request_login_code_from_here": "3/m/key,6/10m/key",
    "request_login_code": "20/m/ip,20/10m/key",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # as long as it takes to find, install and scan with an app
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
MFA_ADAPTER = "hinge_coach.accounts.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "hinge_coach.accounts.forms.SecondStepForm",
    "reauthenticate": "hinge_coach.accounts.forms.SecondStepAgainForm",
    "login_webauthn": "hinge_coach.accounts.forms.PasskeyForm",
    "add_webauthn": "hinge_coach.accounts.forms.AddPasskeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "UTC")

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", VAR_DIR / "media")
STORAGES = {
    "default": {
        "BACKEND": env.str("MEDIA_STORAGE", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json("MEDIA_STORAGE_OPTIONS", {}),
    },
    "staticfiles": {"BACKEND": "hinge_coach.modules.HashedModulesStorage"},
}
# The demo also serves the collected and compressed files, so that its pages have the size of the real ones.
WHITENOISE_AUTOREFRESH = env.bool("STATIC_AUTOREFRESH", False)
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = SITE_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000) if SITE_URL.startswith("https://") else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "hinge_coach.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
CSRF_FAILURE_VIEW = "hinge_coach.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000  # the page of hours has six for each of its rows, and answers too many in words
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024  # a little more than the largest export that a page accepts
FILE_UPLOAD_HANDLERS = ["hinge_coach.uploads.SmallFilesOnly"]
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "hinge_coach.logs.LineFormatter"},
        "json": {"()": "hinge_coach.logs.JSONFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            # While developing, exceptions are wanted whole.
            **(
                {} if DEBUG else {"formatter": env.str("LOG_FORMAT", "text", validate=validate.OneOf(["text", "json"]))}
            ),
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers would print the same again, with whole paths.
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},  # each request has a line with its status already
        "hinge_coach.requests": {"level": "WARNING" if DEBUG else "INFO"},
    },
}
