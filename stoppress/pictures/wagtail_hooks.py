"""What the desk asks about a picture, in the order in which an editor thinks."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.search import SearchArea


@hooks.register("construct_search", order=1100)
def say_pictures(request: HttpRequest, areas: list[SearchArea]) -> None:
    """The newsroom says pictures, not images."""
    for area in areas:
        if area.name == "images":
            area.label = "Pictures"


@hooks.register("construct_image_chooser_queryset")
def newest_first(pictures: Any, request: HttpRequest) -> Any:
    """The picture wanted is nearly always a new one."""
    return pictures.order_by("-id")
