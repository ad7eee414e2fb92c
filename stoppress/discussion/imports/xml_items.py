"""Items of a large XML file one after the other, of any of which only so much is kept in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.expatreader import create_parser

from stoppress.discussion.imports.records import BadFile

CHUNK = 64 * 1024
#: Depth of elements, signs of one element's text, and elements of one item that anything real has.
DEEPEST, LONGEST, MOST = 32, 1_000_000, 1_000
#: Controls that XML forbids and that exports hold all the same.
_CONTROLS = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})


@dataclass(slots=True)
class Item:
    """An element with all below it; names without their prefix. `within` is the element around it."""

    name: str
    attributes: dict[str, str]
    within: str = ""
    text: str = ""
    below: list["Item"] = field(default_factory=list)

    def one(self, name: str) -> "Item | None":
        """The first element of a name directly below."""
        return next((item for item in self.below if item.name == name), None)

    def words(self, name: str) -> str:
        """The text of the first element of a name directly below; nothing without one."""
        found = self.one(name)
        return found.text.strip() if found else ""


def items(source: BinaryIO, *, root: str, wanted: set[str]) -> Iterator[Item]:
    """The elements of these names, outermost, as they end. Raises BadFile for what is no XML with this root."""
    collector = _Collector(root, wanted)
    # Document types are refused: neither entities nor anything from elsewhere is ever read.
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(collector)
    try:
        while chunk := source.read(CHUNK):
            parser.feed(chunk.translate(None, _CONTROLS))
            yield from collector.taken()
        parser.close()
    except SAXParseException as error:
        raise BadFile(f"This is no XML from line {error.getLineNumber()} on: {error.getMessage()}.") from error
    except (DefusedXmlException, UnicodeError, LookupError) as error:
        raise BadFile("This XML declares a document type or an unknown encoding; exports of comments do not.") from error
    yield from collector.taken()


class _Collector(ContentHandler):
    def __init__(self, root: str, wanted: set[str]) -> None:
        super().__init__()
        self._root, self._wanted = root, wanted
        self._names: list[str] = []
        self._open: list[Item] = []
        self._pieces: list[list[str]] = []
        self._lengths: list[int] = []
        self._count = 0
        self._done: list[Item] = []

    def taken(self) -> list[Item]:
        done, self._done = self._done, []
        return done

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        name = name.rpartition(":")[2]
        if not self._names and name != self._root:
            raise BadFile(f"This file begins with <{name[:40]}>, where <{self._root}> was expected.")
        if len(self._names) >= DEEPEST:
            raise BadFile(f"Elements lie more than {DEEPEST} deep in each other; no export of comments does that.")
        if self._open or name in self._wanted:
            self._count = self._count + 1 if self._open else 1
            if self._count > MOST:
                raise BadFile(f"One comment has more than {MOST} elements; no export of comments does that.")
            told = {key.rpartition(":")[2]: value for key, value in attrs.items()}
            item = Item(name, told, self._names[-1] if self._names else "")
            if self._open:
                self._open[-1].below.append(item)
            self._open.append(item)
            self._pieces.append([])
            self._lengths.append(0)
        self._names.append(name)

    def characters(self, content: str) -> None:
        if self._open and self._lengths[-1] < LONGEST:
            self._pieces[-1].append(content[: LONGEST - self._lengths[-1]])
            self._lengths[-1] += len(content)

    def endElement(self, name: str) -> None:
        self._names.pop()
        if self._open:
            item = self._open.pop()
            item.text = "".join(self._pieces.pop())
            self._lengths.pop()
            if not self._open:
                self._done.append(item)
