"""A discussion and a chat as frozen data: what their pages and live events show."""

from dataclasses import dataclass
from datetime import datetime

from stoppress.copy.editions import Edition


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as everybody sees it; `is_gone` is the stone that marks where one was above others."""

    number: int
    #: How it compares with others below the same root, and how far in it stands (1 to 4).
    path: str
    depth: int
    root: int
    parent: int
    version: int
    #: Address of the page that shows it in its place.
    address: str
    written_at: datetime
    name: str = ""
    writer: str = ""
    #: Empty, `staff` or `author`.
    badge: str = ""
    html: str = ""
    edited_at: datetime | None = None
    likes: int = 0
    is_pick: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A root with the first comments below it; addresses of the next ones as a part and as a page, empty when there are none."""

    root: Comment
    below: tuple[Comment, ...] = ()
    more_part: str = ""
    more_page: str = ""


@dataclass(frozen=True, slots=True)
class Sort:
    """One of the orders that comments can be read in."""

    name: str
    part: str
    page: str


@dataclass(frozen=True, slots=True)
class Discussion:
    """What is shown of a story's discussion."""

    story: int
    headline: str
    story_address: str
    #: Where one writes and where one's own state comes from: an address of the account pages.
    own_address: str
    count: int
    mode: str
    is_open: bool
    #: Why nobody may write, as `Reason` names it; empty when one may.
    why_not: str
    closes_at: datetime | None
    sort: str
    sorts: tuple[Sort, ...]
    branches: tuple[Branch, ...]
    more_part: str = ""
    more_page: str = ""
    #: The comment whose page this is; 0 on other pages. And whether these are further comments only.
    shown: int = 0
    is_further: bool = False


@dataclass(frozen=True, slots=True)
class TalkPart:
    """The discussion as the story page loads it."""

    edition: Edition
    talk: Discussion


@dataclass(frozen=True, slots=True)
class TalkPage:
    """The discussion as a page of its own, for readers without script and for links to one comment."""

    edition: Edition
    talk: Discussion
    #: Below the edition's prefix.
    path: str


@dataclass(frozen=True, slots=True)
class TalkItem:
    """One comment, as live events carry it."""

    edition: Edition
    comment: Comment


@dataclass(frozen=True, slots=True)
class Message:
    """Something said in a chat."""

    number: int
    name: str
    writer: str
    #: Empty, `staff`, `author` or `guest`.
    badge: str
    text: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Chat:
    """A room with its newest messages, oldest first."""

    story: int
    headline: str
    story_address: str
    own_address: str
    is_open: bool
    slow: int
    #: Messages that were said here; the newest ones are among `messages`.
    count: int
    messages: tuple[Message, ...]
    pinned: Message | None = None


@dataclass(frozen=True, slots=True)
class ChatPart:
    """A chat as the panel shows it."""

    edition: Edition
    chat: Chat


@dataclass(frozen=True, slots=True)
class ChatPage:
    """A chat as a page of its own."""

    edition: Edition
    chat: Chat
    path: str


@dataclass(frozen=True, slots=True)
class ChatItem:
    """One message, as live events carry it."""

    edition: Edition
    message: Message


@dataclass(frozen=True, slots=True)
class OpenChat:
    """A room in the list of open ones."""

    story: int
    headline: str
    address: str
    part: str
    story_address: str
    messages: int


@dataclass(frozen=True, slots=True)
class ChatsPart:
    """The rooms that are open."""

    edition: Edition
    rooms: tuple[OpenChat, ...]


@dataclass(frozen=True, slots=True)
class ChatsPage:
    """The same as a page of its own."""

    edition: Edition
    rooms: tuple[OpenChat, ...]
    path: str
