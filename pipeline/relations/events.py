"""Find the events of an article: triggers, then for each its participants, status, object, place and time.

The component fills ``doc._.event_spans`` with :class:`~pipeline.records.EventSpans` in text order. Each step
is a module of its own; this one composes them and drops what is no event of an identifiable actor.
"""

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.lexicon import using
from pipeline.records import EventSpans, TextSpan, TimeExpression
from pipeline.relations.arguments import find_object
from pipeline.relations.event_context import find_context
from pipeline.relations.event_places import find_place
from pipeline.relations.event_times import date_events, time_tokens
from pipeline.relations.evidence import weigh
from pipeline.relations.modes import FoundMode, find_mode
from pipeline.relations.participants import find_participants
from pipeline.relations.reference import text_span
from pipeline.relations.status import find_status
from pipeline.relations.triggers import Candidate, find_candidates, select

DEFAULT_THRESHOLD = 0.27


class EventsComponent:
    """Fills ``doc._.event_spans``; ``doc._.event_vectors`` go into the events' contexts and are dropped.

    Args:
        threshold: The score below which a candidate is dropped.
        lexicons: A folder with a user's own lexicon entries.
    """

    def __init__(self, threshold: float = DEFAULT_THRESHOLD, lexicons: str | None = None) -> None:
        self.threshold = threshold
        self.lexicons = lexicons

    def __call__(self, doc: Doc) -> Doc:
        """Find the events of a document."""
        with using(self.lexicons):
            doc._.event_spans = self._events(doc)
        doc._.event_vectors = None  # they hold more memory than the document itself
        return doc

    def _events(self, doc: Doc) -> list[EventSpans]:
        times: Sequence[TimeExpression] = doc._.times or ()
        barred = time_tokens(doc, times)
        weighed = weigh(doc, find_candidates(doc, self.lexicons), self.lexicons)
        likely = [c for c in weighed if c.score >= self.threshold and c.token.i not in barred]
        found = (self._event(candidate, barred) for candidate in select(likely))
        events = [event for event in found if event is not None]
        return list(date_events(doc, events, times))

    def _event(self, candidate: Candidate, barred: frozenset[int]) -> EventSpans | None:
        trigger, span = candidate.token, candidate.span
        mode = FoundMode(candidate.mode, candidate.rule)
        if mode.mode is None:
            mode = find_mode(trigger, candidate.type, self.lexicons)
        participants = find_participants(trigger, candidate.type, mode.mode)
        if not (participants.actor or participants.recipient):
            return None
        status = find_status(trigger, self.lexicons)
        about = find_object(trigger, candidate.type, barred | set(range(span.start, span.end)), self.lexicons)
        place = find_place(trigger, candidate.type, mode.mode, self.lexicons)
        rules = [("status", status.rule), ("trigger", candidate.rule), *participants.rules]
        for name, found in (("object", about), ("place", place)):
            rules += [(name, found[1])] if found is not None else []
        rules += [("mode", mode.rule)] if mode.mode is not None and mode.rule is not None else []
        signs = (("mode", mode.word), ("status", status.word))
        return EventSpans(
            trigger=TextSpan(span.start_char, span.end_char, span.text),
            type=candidate.type,
            mode=mode.mode,
            actor=participants.actor,
            recipient=participants.recipient,
            status=status.status,
            object=about[0] if about else None,
            place=place[0] if place else None,
            score=candidate.score,
            rules=tuple(sorted(rules)),
            cues=tuple((name, text_span(word)) for name, word in signs if word is not None),
            context=find_context(trigger.doc, list(span), trigger),
        )


@Language.factory(
    "pipeline_events",
    assigns=["doc._.event_spans"],
    requires=["token.dep", "token.tag", "token.pos", "token.lemma", "doc.ents", "doc._.times"],
    default_config={"threshold": DEFAULT_THRESHOLD, "lexicons": None},
)
def create_events(nlp: Language, name: str, threshold: float, lexicons: str | None) -> EventsComponent:  # noqa: ARG001
    """Make the component that finds events.

    Args:
        nlp: The pipeline that it becomes part of.
        name: Its name there.
        threshold: The score below which a candidate is dropped; higher is more precise.
        lexicons: A folder with a user's own lexicon entries.
    """
    Doc.set_extension("event_spans", default=None, force=True)
    return EventsComponent(threshold, lexicons)
