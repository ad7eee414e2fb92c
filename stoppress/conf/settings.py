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
#: Where the darkroom listens for the edge and the press.
DARKROOM_SOCKET = listening.darkroom_socket(HOME)
#: Where several nodes share one database, they share this folder too.
ORIGINALS_FOLDER = Path(os.environ.get("STOPPRESS_ORIGINALS_FOLDER") or HOME / "originals").resolve()
DEMO_FOLDER = BASE_DIR / "demo"

SECRET_KEY = environment.secret_key(HOME)
#: What signs the addresses of pictures, newest first; older ones are still recognised.
PICTURE_KEYS = environment.picture_keys(SECRET_KEY)
#: Where originals lie, and derivatives that nodes share.
MEDIA = environment.media(ORIGINALS_FOLDER)
# The edge answers for whatever host it is asked by and never echoes it; urls come from SITE_URL.
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": environment.database(HOME)}

INSTALLED_APPS = [
    "stoppress.conf.apps.ConfConfig",
    "stoppress.newsroom.apps.NewsroomConfig",
    "stoppress.pictures.apps.PicturesConfig",
    "stoppress.readers.apps.ReadersConfig",
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
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "stoppress.conf.urls"
TEMPLATES = [
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
    }
]
ASGI_APPLICATION = "stoppress.conf.asgi.application"

AUTH_USER_MODEL = "readers.Account"
LOGIN_URL = "wagtailadmin_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
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
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # As text: Wagtail hands it to a task when a picture is deleted.
        "OPTIONS": {"location": str(ORIGINALS_FOLDER), "base_url": "/originals-are-private/"},
    },
    "staticfiles": {"BACKEND": "stoppress.conf.static.HashedStatic"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"

FORMS_URLFIELD_ASSUME_HTTPS = True

WAGTAIL_SITE_NAME = "Stoppress"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "pictures.Picture"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
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
