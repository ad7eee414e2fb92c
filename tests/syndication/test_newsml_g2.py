"""NewsML-G2: the structure of a news item at power conformance."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from stoppress.syndication.newsml_g2 import to_newsml_g2
from tests.syndication.hostile import texts, with_text
from tests.syndication.samples import BRIEF, EDITION, STORY

NAR = "{http://iptc.org/std/nar/2006-10-01/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
CORE_SCHEMA = Path(__file__).parents[3] / "shared" / "data" / "newsml_g2" / "examples" / "NewsML-G2_2.24-spec-All-Core.xsd"


def test_the_root_and_its_parts_are_those_of_2_35():
    root = etree.fromstring(to_newsml_g2(STORY, EDITION))
    assert root.tag == f"{NAR}newsItem"
    assert dict(root.attrib) == {
        "standard": "NewsML-G2",
        "standardversion": "2.35",
        "conformance": "power",
        "guid": STORY.guid,
        "version": "3",
        "{http://www.w3.org/XML/1998/namespace}lang": "en",
        "dir": "ltr",
    }
    assert [etree.QName(part).localname for part in root] == [
        "catalogRef",
        "rightsInfo",
        "itemMeta",
        "contentMeta",
        "contentSet",
    ]
    assert root.findtext(f"{NAR}itemMeta/{NAR}versionCreated") == "2025-12-07T17:45:00+01:00"
    assert root.find(f"{NAR}itemMeta/{NAR}pubStatus").get("qcode") == "stat:usable"
    assert root.findtext(f"{NAR}contentMeta/{NAR}headline") == STORY.headline
    text = " ".join(root.find(f".//{XHTML}body").itertext())
    assert "The last paragraph." in text


@pytest.mark.parametrize("story", [STORY, BRIEF], ids=["story", "brief"])
def test_what_we_write_is_valid_by_the_core_schema(story):
    """Every core item is a power item too; only `sameAs`, which core does not know, is taken out first."""
    if not CORE_SCHEMA.exists():
        pytest.skip("the NewsML-G2 schema is not here")
    schema = etree.XMLSchema(etree.parse(str(CORE_SCHEMA)))
    root = etree.fromstring(to_newsml_g2(story, EDITION))
    root.set("conformance", "core")
    root.set("standardversion", "2.24")
    for same in root.findall(f".//{NAR}sameAs"):
        same.getparent().remove(same)
    schema.assertValid(root)


@settings(max_examples=40, deadline=None)
@given(texts)
def test_an_item_is_well_formed_and_the_same_whatever_the_copy_holds(text):
    made = to_newsml_g2(with_text(STORY, text), with_text(EDITION, text))
    etree.fromstring(made)
    assert made == to_newsml_g2(with_text(STORY, text), with_text(EDITION, text))
