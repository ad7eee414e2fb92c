"""Every refusal as one shape of answer: `{"error": …, "message": …, "problems": {…}}`."""

from typing import Any

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from stoppress.newsroom.errors import NewsroomError, NotAllowed, NotReady, OlderVersion, WrongState
from stoppress.pictures.errors import PictureRefused
from stoppress.publog.trouble import trouble_of
from stoppress.wire.errors import WireError

_OF_NEWSROOM: dict[type[NewsroomError], tuple[int, str]] = {
    NotReady: (422, "not_ready"),
    NotAllowed: (403, "not_allowed"),
    WrongState: (409, "wrong_state"),
    OlderVersion: (409, "older_version"),
}


def answer_refusals(api: NinjaAPI) -> None:
    """Teach `api` to answer the errors of the newsroom and of this room."""

    def say(request: HttpRequest, status: int, word: str, error: Exception, problems: Any = None) -> HttpResponse:
        said = {"error": word, "message": str(error), "problems": problems or {}}
        response = api.create_response(request, said, status=status)
        if status == 401:
            response["WWW-Authenticate"] = 'Bearer realm="newsroom"'
        return response

    @api.exception_handler(WireError)
    def wire_error(request: HttpRequest, error: Any) -> HttpResponse:
        response = say(request, error.status, error.word, error, error.problems)
        if error.status == 403:
            response["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{error.scope}"'
        return response

    @api.exception_handler(NewsroomError)
    def newsroom_error(request: HttpRequest, error: Any) -> HttpResponse:
        status, word = _OF_NEWSROOM.get(type(error), (409, "refused"))
        return say(request, status, word, error, getattr(error, "problems", None))

    @api.exception_handler(PictureRefused)
    def picture_refused(request: HttpRequest, error: Any) -> HttpResponse:
        return say(request, 422, "not_usable", error, {"picture": str(error)})

    @api.exception_handler(InterfaceError)
    @api.exception_handler(DatabaseError)
    @api.exception_handler(OSError)
    def in_trouble(request: HttpRequest, error: Any) -> HttpResponse:
        trouble = trouble_of(error)
        if trouble is None:
            raise error
        response = say(request, trouble.status, trouble.word, ValueError(trouble.sentence))
        response["Retry-After"] = "10"
        return response

    @api.exception_handler(ValidationError)
    def parameters_wrong(request: HttpRequest, error: Any) -> HttpResponse:
        problems = {str(one["loc"][-1]): f"{one['msg']}." for one in error.errors}
        said = ValueError(" ".join(f"{name}: {sentence}" for name, sentence in problems.items()))
        return say(request, 422, "not_usable", said, problems)
