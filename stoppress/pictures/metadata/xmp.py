"""XMP: a packet of RDF in XML (ISO 16684-1), read by name of property."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
#: Bytes of the longest packet that is looked into; ordinary ones have 2 to 60 thousand.
_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Xmp:
    """The properties of a packet: plain texts, and structures as elements."""

    texts: dict[str, list[str]]
    elements: dict[str, list[Element]]

    def first(self, *names: str) -> str:
        """The first text of the first of these properties that has one; names as in `dc:title`."""
        return next((text for name in names for text in self.texts.get(_full(name), ()) if text.strip()), "")

    def all(self, name: str) -> list[str]:
        """Every text of a property."""
        return self.texts.get(_full(name), [])

    def within(self, name: str, field: str) -> str:
        """A field of the first structure of a property that has it."""
        for element in self.elements.get(_full(name), ()):
            for inner in element.iter():
                told = inner.get(_full(field)) or next(_texts(inner) if inner.tag == _full(field) else iter(()), "")
                if told.strip():
                    return told
        return ""


def read(blob: bytes) -> Xmp:
    """What a packet says; nothing when it is no XML, too long, or tries to do more than say something."""
    texts: dict[str, list[str]] = {}
    elements: dict[str, list[Element]] = {}
    try:
        root = fromstring(blob.strip(b"\0 \r\n\t"), forbid_dtd=True) if len(blob) <= _LONGEST else Element("none")
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return Xmp(texts, elements)
    for description in root.iter(f"{{{RDF}}}Description"):
        for name, value in description.attrib.items():
            texts.setdefault(name, []).append(value)
        for child in description:
            texts.setdefault(child.tag, []).extend(_texts(child))
            elements.setdefault(child.tag, []).append(child)
    return Xmp(texts, elements)


def _texts(element: Element) -> Iterator[str]:
    """A property's texts, the one for every language first."""
    resource = element.get(f"{{{RDF}}}resource")
    if resource:
        yield resource
    if len(element) == 0:
        yield element.text or ""
        return
    items = [item for item in element.iter(f"{{{RDF}}}li") if len(item) == 0]
    items.sort(key=lambda item: item.get(_LANGUAGE) not in (None, "x-default"))
    for item in items:
        yield item.text or item.get(f"{{{RDF}}}resource") or ""


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
