"""What the desk writes into ads.txt and trust.txt comes out in the spelling machines read, or is refused with a sentence."""

import pytest
from django.core.exceptions import ValidationError

from stoppress.newsroom.trust_files import ads_txt, trust_txt


def test_ads_txt_is_spelled_right():
    text = "# ours\r\nExchange.example , 1234,direct,abc # house\n\nownerdomain = courier.example\n"
    assert ads_txt(text) == "# ours\nexchange.example, 1234, DIRECT, abc # house\n\nOWNERDOMAIN=courier.example\n"
    assert ads_txt(" \n") == ""


def test_trust_txt_is_spelled_right():
    assert trust_txt("BelongTo = https://press-council.example/\n#x\n") == "belongto=https://press-council.example/\n#x\n"


@pytest.mark.parametrize("line", ["nonsense", "a.example,1,OTHER", "exchange,1,DIRECT", "a.example,,DIRECT", "FOO=bar"])
def test_a_wrong_line_of_ads_txt_is_named(line):
    with pytest.raises(ValueError, match=r"no line of ads\.txt"):
        ads_txt(line)


def test_the_desk_is_told_about_a_wrong_line(edition):
    edition.ads_txt, edition.trust_txt = "a.example, 1, direct", "evil=x"
    with pytest.raises(ValidationError) as refusal:
        edition.full_clean()
    assert set(refusal.value.message_dict) == {"trust_txt"}
    edition.trust_txt = "member=https://a.example/"
    edition.full_clean()
    assert edition.ads_txt == "a.example, 1, DIRECT\n"


def test_hubs_are_web_addresses(edition):
    edition.hubs = "https://hub.example/\n\nhub"
    with pytest.raises(ValidationError, match="“hub” is no address of a hub"):
        edition.full_clean()
    edition.hubs = " https://hub.example/ \n"
    edition.full_clean()
    assert edition.hub_urls == ["https://hub.example/"]
