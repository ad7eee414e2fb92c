"""Every example of ninjs 1.4 to 3.1 that IPTC publishes: it comes out, or it is refused with a reason."""

import json
from pathlib import Path

import pytest

from stoppress.newsroom.models import Story

#: Beside the project when it is there: they are IPTC's, not ours to carry.
FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "iptc_ninjs"
EXAMPLES = sorted([*FOLDER.glob("examples/**/*.json"), *FOLDER.glob("doc_examples/**/*.json")])

@pytest.mark.skipif(not EXAMPLES, reason="the examples of IPTC are not on this machine")
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_an_example_is_live_or_refused_with_a_reason(sender, path):
    raw = path.read_bytes()
    uri = json.loads(raw)
    guid = uri.get("uri", "urn:x:1") if isinstance(uri, dict) else "urn:x:list"
    response = sender.put(guid, raw, action="publish")
    told = response.json()
    if response.status_code == 201:
        story = Story.objects.get()
        assert story.live and told["state"] == "published" and story.headline and story.body
        assert sender.put(guid, raw, action="publish").json()["changed"] is False
        assert sender.get(f"items/{guid.replace('%', '%25').replace('#', '%23').replace('?', '%3F')}").json()["headline"]
    elif told.get("state") == "draft":
        assert response.status_code == 201 and any("withheld" in w for w in told["warnings"])
    else:
        assert response.status_code == 422 and told["message"] and told["problems"], told
        assert not Story.objects.exists()
        kind = uri.get("type") if isinstance(uri, dict) else "list"
        assert kind not in ("text",) or "expired" in told["message"] or "words" in told["message"], told
