"""Settings, all from the environment; without DATABASE_URL everything lives in `.local`."""

from pathlib import Path

import bootstrap
import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from kombu import Exchange, Queue

from core.logs import logging_settings
from partnership import files  # noqa: F401  (makes files:// known)
from partnership.doors import *  # noqa: F403  (mailbox, channels, scanner)
from partnership.policies import (  # noqa: F401  (they are settings too)
    AUTH_PASSWORD_VALIDATORS,
    CONTENT_SECURITY_POLICY,
    PASSWORD_HASHERS,
    RATE_LIMITS,
)
from standalone import postgres

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- What a production machine must say -----------------------------------------------------
# A trial is the embedded database, or `make run` and `make test`; all else is production.
TRIAL = env.bool("PORTAL_TRIAL", default=env("DATABASE_URL", default="") == postgres.URL)
DEBUG = env.bool("DEBUG", default=False)
if not (DEBUG or TRIAL):
    missing = [
        name
        for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")
        if not env(name, default="")
    ]
    if missing:
        raise ImproperlyConfigured(
            f"Set {', '.join(missing)} in the environment (see .env.example)."
        )
SECRET_KEY = env("SECRET_KEY", default="") or postgres.secret()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_FAILURE_VIEW = "partnership.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=not (DEBUG or TRIAL))

# --- Apps -----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "core.apps.CoreConfig",
    "core.apps.DeskConfig",
    "directory.apps.DirectoryConfig",
    "associations.apps.AssociationsConfig",
    "inquiries.apps.InquiriesConfig",
    "surveys.apps.SurveysConfig",
    "plans.apps.PlansConfig",
    "partnership.apps.PartnershipConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "import_export",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "core.logs.RequestLogMiddleware",
    "core.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.headers.WholeTextMiddleware",
    "core.limits.LimitsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "directory.accounts.middleware.SessionLifeMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "directory.accounts.middleware.SecondFactorMiddleware",
]
ROOT_URLCONF = "partnership.urls"
WSGI_APPLICATION = "partnership.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "core.templatetags.ui",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database: the portal's own role, and the owner's for migrations ------------------------
_URL = env("DATABASE_URL", default=postgres.URL)
_OWNER = env("DATABASE_OWNER_URL", default=postgres.OWNER_URL if _URL == postgres.URL else _URL)
AS_OWNER = env("DATABASE_ROLE", default="portal") == "owner"
DATABASES = {
    "default": env.db_url_config(_OWNER if AS_OWNER else _URL)
    | {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": f"test_{postgres.NAME}_{postgres.MARK}"},
    }
}
PORTAL_IS_OWNER = env.db_url_config(_URL)["USER"] == env.db_url_config(_OWNER)["USER"]
PGHISTORY_CREATED_AT_FUNCTION = "clock_timestamp()"

# --- Queue and cache ------------------------------------------------------------------------
REDIS_URL = env("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "files://localhost//"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = CELERY_TASK_DEFAULT_ROUTING_KEY = "portal"
CELERY_TASK_DEFAULT_EXCHANGE = ""
# No exchange: there is no binding file that two first-time starters would race to write.
CELERY_TASK_QUEUES = [Queue("portal", Exchange(""), routing_key="portal")]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1 if REDIS_URL else 10
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_BEAT_SCHEDULE_FILENAME = str(postgres.STATE / "beat")
CELERY_BEAT_SCHEDULE = {
    "letters": {"task": "core.tasks.deliver_letters", "schedule": 5.0, "options": {"expires": 5}},
    "jobs": {"task": "core.tasks.work_jobs", "schedule": 5.0, "options": {"expires": 5}},
    # The two report deadlines (15 June, 10 December) are rows; this poke asks what is due.
    "clock": {"task": "core.tasks.tick", "schedule": 120.0, "options": {"expires": 120}},
    "seal": {"task": "core.tasks.seal_history", "schedule": 300.0, "options": {"expires": 300}},
    "scans": {"task": "core.tasks.scan_files", "schedule": 60.0, "options": {"expires": 60}},
    "mail": {"task": "inquiries.tasks.fetch_mail", "schedule": 120.0, "options": {"expires": 120}},
    "counts": {"task": "core.tasks.forget_counts", "schedule": 3600.0},
}
if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
    # A web request does not wait for a broker that is away: its poke is not needed.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "max_retries": 0, "interval_start": 0, "interval_step": 0, "socket_connect_timeout": 2,
    }  # fmt: skip
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    }
    QUEUE = postgres.STATE / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE / "messages"),
        "data_folder_out": str(QUEUE / "messages"),
        "control_folder": str(QUEUE / "taken"),
        "polling_interval": 0.2,
    }

# --- Language, time, numbers ----------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]
FORMAT_MODULE_PATH = ["partnership.formats"]
USE_TZ, USE_THOUSAND_SEPARATOR = True, True
TIME_ZONE = CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"

# --- People ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "directory.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "home", "home"
ACCOUNT_ADAPTER = "directory.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]  # nobody signs up: just for checks
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT, ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 10 * 60, 5
ACCOUNT_FORMS = {
    "change_password": "directory.accounts.forms.ChangePasswordForm",
    "request_login_code": "directory.accounts.forms.RequestLoginCodeForm",
    "reset_password": "directory.accounts.forms.ResetPasswordForm",
}
# allauth counts tries in the cache; ours are rows (directory.accounts.lockout), Redis or not.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = True

# A second factor for officers: always, but in a trial (`SECOND_FACTOR_REQUIRED=1 make run`).
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not TRIAL)
MFA_ADAPTER = "directory.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "directory.accounts.forms.AuthenticateForm",
    "reauthenticate": "directory.accounts.forms.ReauthenticateForm",
    "activate_totp": "directory.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "directory.accounts.forms.AddWebAuthnForm",
    "edit_webauthn": "directory.accounts.forms.EditWebAuthnForm",
}
# Browsers know security keys by https, and by http at "localhost" alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# Seconds without a request, and seconds since sign-in, after which a session ends.
OFFICER_SESSION = (
    env.int("OFFICER_SESSION_IDLE", default=30 * 60),
    env.int("OFFICER_SESSION_LENGTH", default=10 * 60 * 60),
)
ENTERPRISE_SESSION = (
    env.int("ENTERPRISE_SESSION_IDLE", default=24 * 60 * 60),
    env.int("ENTERPRISE_SESSION_LENGTH", default=14 * 24 * 60 * 60),
)
SESSION_COOKIE_AGE = max(OFFICER_SESSION[1], ENTERPRISE_SESSION[1])

# The national identity provider (OpenID Connect); without an issuer there is none.
OIDC_ISSUER = env("OIDC_ISSUER", default="")
OIDC_NAME = env("OIDC_NAME", default="OpenID Connect")
SOCIALACCOUNT_ADAPTER = "directory.accounts.adapters.IdentityAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "national",
                "name": OIDC_NAME,
                "client_id": env("OIDC_CLIENT_ID", default=""),
                "secret": env("OIDC_SECRET", default=""),
                "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True},
            }
        ]
        if OIDC_ISSUER
        else []
    }
}

# --- Files and static -----------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(postgres.STATE / "static")))
BOOTSTRAP = Path(bootstrap.__path__[0])
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", BOOTSTRAP)]
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(postgres.STATE / "files")))
FILE_UPLOAD_HANDLERS = [
    "core.files.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Mail -----------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default=f"filemail:///{postgres.STATE / 'mail'}")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="portal@customs.example")
EMAIL_TIMEOUT = 20  # seconds; a letter's row is locked while it is sent
PORTAL_URL = env("PORTAL_URL", default="http://127.0.0.1:8000").rstrip("/")  # as letters say it

# --- Safety ---------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_REDIRECT_EXEMPT = [r"^live$", r"^ready$"]
# How many proxies of ours stand before the portal, each adding one entry to X-Forwarded-For.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
HEALTH_TOKEN = env("HEALTH_TOKEN", default="")
LOGGING = logging_settings(readable=DEBUG or TRIAL, level=env("LOG_LEVEL", default="INFO"))
LOGGING["loggers"]["celery.app.trace"]["level"] = env("TASK_LOG_LEVEL", default="INFO")
