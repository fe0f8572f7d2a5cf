"""Where the participants of an event stand, by its type and trigger: the frames in ``data/frames.csv``."""

from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.lexicon import per_folder, read_lexicon


@dataclass(frozen=True, slots=True)
class Frame:
    """The grammatical roles of an event's participants; one line of ``data/frames.csv``.

    Attributes:
        symmetric: Whether all participants are actors.
        actor: Roles of who does it, see ``roles``.
        recipient: Roles of to whom it is done.
    """

    symmetric: bool
    actor: tuple[str, ...]
    recipient: tuple[str, ...]


_UNKNOWN = Frame(False, ("subject", "possessor", "by"), ("object", "with", "to", "against"))


@per_folder
def read_frames(lexicons: str | None = None) -> dict[tuple[str, str], Frame]:
    """Return the frames by event type and trigger lemma, ``*`` for any trigger of the type."""
    return {
        (row["type"], row["trigger"]): Frame(
            row["symmetric"] == "yes", tuple(row["actor"].split()), tuple(row["recipient"].split())
        )
        for row in read_lexicon("pipeline.relations", "frames.csv", lexicons)
    }


def find_frame(trigger: Token, event_type: str, mode: str | None) -> Frame:
    """Return the frame of a trigger, else that of its type."""
    frames = read_frames()
    for word in (mode or "", trigger.lemma_.lower(), trigger.lower_, "*"):
        frame = frames.get((event_type, word))
        if frame is not None:
            return frame
    return _UNKNOWN
