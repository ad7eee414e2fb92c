"""What every derivative says of whose it is: XMP in all formats, IPTC IIM in JPEG besides. Never EXIF."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from stoppress.kit.plain_text import one_line
from stoppress.pictures.metadata import iim
from stoppress.pictures.metadata.xmp import NAMESPACES, RDF
from stoppress.pictures.taken_in import Words

_ATTRIBUTE = {'"': "&quot;"}


@dataclass(frozen=True, slots=True)
class Blobs:
    """The two blocks that libvips writes into a file; empty when there is nothing to say."""

    xmp: bytes
    iim: bytes


def blobs_of(words: Words) -> Blobs:
    """The rights of a picture as XMP and as IIM, about a thousand bytes."""
    inner = "".join(
        (
            _several("dc:creator", words.creator), _for_all("dc:rights", words.copyright),
            _for_all("xmpRights:UsageTerms", words.usage_terms), _for_all("Iptc4xmpCore:AltTextAccessibility", words.alt),
            _licensor(words), _resource("plus:DataMining", words.data_mining),
        )
    )  # fmt: skip
    attributes = "".join(
        (
            _attribute("photoshop:Credit", words.credit), _attribute("xmpRights:WebStatement", words.terms_url),
            _attribute("xmpRights:Marked", "True" if words.copyright else ""),
            _attribute("Iptc4xmpExt:DigitalSourceType", words.digital_source_type),
        )
    )  # fmt: skip
    if not inner and not attributes:
        return Blobs(b"", b"")
    used = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if f"{prefix}:" in inner + attributes)
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about=""{used}{attributes}>{inner}</rdf:Description></rdf:RDF>'
        '</x:xmpmeta><?xpacket end="r"?>'
    )
    old = [(80, one_line(words.creator)), (110, one_line(words.credit)), (116, one_line(words.copyright))]
    return Blobs(packet.encode(), iim.write(old) if any(text for _, text in old) else b"")


def _attribute(name: str, text: str) -> str:
    return f' {name}="{escape(one_line(text), _ATTRIBUTE)}"' if text else ""


def _several(name: str, text: str) -> str:
    return f"<{name}><rdf:Seq><rdf:li>{escape(one_line(text))}</rdf:li></rdf:Seq></{name}>" if text else ""


def _for_all(name: str, text: str) -> str:
    """A text in no language in particular, as rights are written."""
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>' if text else ""


def _resource(name: str, uri: str) -> str:
    return f'<{name} rdf:resource="{escape(one_line(uri), _ATTRIBUTE)}"/>' if uri else ""


def _licensor(words: Words) -> str:
    told = _attribute("plus:LicensorName", words.licensor) + _attribute("plus:LicensorURL", words.licensor_url)
    return f"<plus:Licensor><rdf:Seq><rdf:li><rdf:Description{told}/></rdf:li></rdf:Seq></plus:Licensor>" if told else ""
