"""What the newsroom refuses, each with a sentence for the person concerned.

NewsroomError
├── NotReady            required things are missing; `problems` lists a sentence each
├── NotAllowed          this person may not do this
├── WrongState          the story is not in a state that allows this verb
└── OlderVersion        something newer is already here; nothing was changed
"""


class NewsroomError(Exception):
    """The base of all refusals of the newsroom."""


class NotReady(NewsroomError):
    """The story lacks what the verb needs; `problems` maps a field's name to a sentence."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class NotAllowed(NewsroomError):
    """This person may not do this."""


class WrongState(NewsroomError):
    """The story's state does not allow this."""


class OlderVersion(NewsroomError):
    """What came in is older than what is here."""
