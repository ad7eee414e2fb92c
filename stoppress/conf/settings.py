"""Settings, read from the environment; the operator's guide explains each name."""

import os
import socket
from pathlib import Path
from zoneinfo import available_timezones

from stoppress.conf import environment, listening

BASE_DIR = Path(__file__).resolve().parents[2]
PACKAGE_DIR = BASE_DIR / "stoppress"
HOME = Path(os.environ.get("STOPPRESS_HOME") or BASE_DIR / "var").resolve()
HOME.mkdir(parents=True, exist_ok=True)

ENVIRONMENT = os.environ.get("STOPPRESS_ENV", "development")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = False
HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = environment.number("PORT", 8000)
#: Proxies in front whose word on the reader’s address counts; comma-separated.
TRUSTED_PROXIES = os.environ.get("STOPPRESS_TRUSTED_PROXIES", "")
WORKERS = environment.number("STOPPRESS_WORKERS", min(4, os.cpu_count() or 1))
#: Processes behind the edge, for the desk, the API and what is not on the shelf.
NEWSROOM_WORKERS = environment.number("STOPPRESS_NEWSROOM_WORKERS", min(2, os.cpu_count() or 1))
#: Live streams that a web worker keeps open, and how many of them for one reader's address.
STREAMS = environment.number("STOPPRESS_STREAMS", 20_000)
STREAMS_OF_ONE = environment.number("STOPPRESS_STREAMS_OF_ONE", 200)
SITE_URL = environment.site_url(HOST, PORT)
#: The name under which this machine's press reports, of its own for each machine.
NODE = os.environ.get("STOPPRESS_NODE") or socket.gethostname()
#: What opens `/metrics` to others than this machine itself.
METRICS_TOKEN = os.environ.get("STOPPRESS_METRICS_TOKEN", "")
CDN = environment.cdn()
SHELF_FOLDER = HOME / "shelf"
DERIVATIVES_FOLDER = HOME / "derivatives"
#: Where this node's edge gives video and sound from; brought from the originals when first asked for.
RECORDINGS_FOLDER = HOME / "recordings"
#: Where the darkroom listens for the edge and the press.
DARKROOM_SOCKET = listening.darkroom_socket(HOME)
#: Where several nodes share one database, they share this folder too.
ORIGINALS_FOLDER = Path(os.environ.get("STOPPRESS_ORIGINALS_FOLDER") or HOME / "originals").resolve()
DEMO_FOLDER = BASE_DIR / "demo"

MAIL = environment.mail(HOME, SITE_URL)
#: Log-ins by other companies' accounts; none unless a file says which.
SOCIAL = environment.social()

SECRET_KEY = environment.secret_key(HOME)
#: What signs the addresses of pictures, newest first; older ones are still recognised.
PICTURE_KEYS = environment.picture_keys(SECRET_KEY)
#: What the keys of push messages are derived from, newest first; browsers that were told of an older one still get theirs.
PUSH_SECRETS = environment.push_secrets(SECRET_KEY)
#: Where originals lie, and derivatives that nodes share.
MEDIA = environment.media(ORIGINALS_FOLDER)
# The edge answers for whatever host it is asked by and never echoes it; urls come from SITE_URL.
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": environment.database(HOME)}

INSTALLED_APPS = [
    "stoppress.conf.apps.ConfConfig",
    "stoppress.newsroom.apps.NewsroomConfig",
    "stoppress.reads.apps.ReadsConfig",
    "stoppress.newsletters.apps.NewslettersConfig",
    "stoppress.pictures.apps.PicturesConfig",
    "stoppress.discussion.apps.DiscussionConfig",
    "stoppress.readers.apps.ReadersConfig",
    "stoppress.readers.push.apps.PushConfig",
    "stoppress.readers.tidings.apps.TidingsConfig",
    "stoppress.readers.outbox.apps.OutboxConfig",
    "stoppress.publog.apps.PublogConfig",
    "stoppress.press.apps.PressConfig",
    "wagtail.sites",
    "stoppress.newsroom.apps.AccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *SOCIAL.applications,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "stoppress.readers.middleware.AccountPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "stoppress.readers.middleware.SecondFactorForStaff",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "stoppress.conf.urls"
TEMPLATES = [
    {"BACKEND": "stoppress.readers.pages.AccountPages"},
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "newsroom" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
ASGI_APPLICATION = "stoppress.conf.asgi.application"

AUTH_USER_MODEL = "readers.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "stoppress.readers.middleware.csrf_failure"
APPEND_SLASH = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("ar", "العربية")]
LOCALE_PATHS = [PACKAGE_DIR / "design" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [(name, PACKAGE_DIR / "design" / name) for name in ("styles", "scripts", "icons", "fonts")]
STORAGES = {
    "default": {"BACKEND": "stoppress.pictures.storage.django_storage.BucketStorage"}
    if MEDIA.bucket
    else {
        "BACKEND": "stoppress.pictures.storage.folder_storage.FolderStorage",
        # As text: Wagtail hands it to a task when a picture is deleted.
        "OPTIONS": {"location": str(ORIGINALS_FOLDER), "base_url": "/originals-are-private/"},
    },
    "staticfiles": {"BACKEND": "stoppress.conf.static.HashedStatic"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
EMAIL_BACKEND, EMAIL_FILE_PATH = MAIL.backend, MAIL.folder
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.host, MAIL.port, MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = MAIL.starts_tls, MAIL.is_tls, 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL.sender
#: Where letters come back to that cannot be delivered; each under a name of its own below this one.
MAIL_BOUNCES = MAIL.bounces
#: What several processes remember together: the counts of limits, codes that were used.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "readers_remembered",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

#: Whether people who work in the newsroom need a second factor at the desk.
STAFF_SECOND_FACTOR = environment.choice("STOPPRESS_STAFF_SECOND_FACTOR", ("optional", "required")) == "required"
ACCOUNT_ADAPTER = "stoppress.readers.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_FORMS = {"signup": "stoppress.readers.forms.RegisterForm"}
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"signup": "60/h/ip"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_ADAPTER = "stoppress.readers.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
SOCIALACCOUNT_PROVIDERS = SOCIAL.providers
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False

FORMS_URLFIELD_ASSUME_HTTPS = True

WAGTAIL_SITE_NAME = "Stoppress"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "pictures.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "stoppress.newsroom.desk.pictures.form.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "heif", "jpeg", "jpg", "png", "tif", "tiff", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "stoppress.newsroom.desk.files.FileForm"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
# A forgotten password is replaced on the account pages, by a code and within their limits.
WAGTAIL_PASSWORD_RESET_ENABLED = False
# There are no pages for a typed address to be turned into.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
# Names that some systems add to the list and no browser knows.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"Factory", "localtime", "posixrules"})
# Avatars from another host would tell it who works here.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Faces of staff are not asked for from another company's server.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_AUTOSAVE_INTERVAL = 4000
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "link", "superscript", "subscript"]},
    }
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "stoppress.conf.json_lines.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": environment.choice("STOPPRESS_LOG", ("plain", "json")),
        }
    },
    "root": {"handlers": ["console"], "level": os.environ.get("STOPPRESS_LOG_LEVEL", "WARNING")},
}
