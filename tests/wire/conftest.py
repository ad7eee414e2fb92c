"""A sender with a token, for tests of the machines' door."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from stoppress.kit import safe_fetch
from stoppress.newsroom.actions import tokens

ALL = ("items:read", "items:write", "items:publish", "places:create")


class Sender:
    """Sends items as a program would."""

    def __init__(self, *scopes: str) -> None:
        self.client = Client(raise_request_exception=True)
        self.headers = {"authorization": f"Bearer {tokens.create(name=f'sender {scopes}', scopes=scopes)}"}

    def put(self, guid: str, item: Any, **query: str) -> Any:
        body = item if isinstance(item, (bytes, str)) else json.dumps(item)
        address = f"/api/newsroom/v1/items/{quote(guid, safe='')}"
        return self.client.put(address, body, content_type="application/json", query_params=query, headers=self.headers)

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/newsroom/v1/{path}", headers=self.headers)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test asks a real server; pictures that would be fetched are not reached."""

    def away(url: str, **kwargs: Any) -> Any:
        raise safe_fetch.NotReached("The network is away.")

    monkeypatch.setattr(safe_fetch, "fetch", away)


@pytest.fixture
def sender(section: Any) -> Sender:
    """Somebody who may do everything, sending to a newsroom with one edition and one section."""
    return Sender(*ALL)


@pytest.fixture
def sender_with(section: Any) -> Callable[..., Sender]:
    """Somebody who may do only what is named."""
    return Sender


@pytest.fixture
def item() -> Callable[..., dict[str, Any]]:
    """A plain ninjs 3 item; keywords override."""

    def make(version: str | int = "1", headline: str = "Trams run all night", **others: Any) -> dict[str, Any]:
        return {
            "uri": "urn:agency:1", "type": "text", "version": str(version), "language": "en", "section": "city",
            "headlines": [{"role": "main", "value": headline}],
            "bodies": [{"role": "main", "contentType": "text/html", "value": f"<p>The {headline} line began.</p>"}],
            **others,
        }  # fmt: skip

    return make
