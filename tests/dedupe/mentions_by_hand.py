"""Article results with mentions written by hand."""

from pipeline.records import Article, ArticleResult, EventMention, FigureMention


def result(doc_id, published=None, *, figures=(), events=(), shingles=()):
    article = Article(doc_id, f"{doc_id}.txt", "0" * 64, "")
    return ArticleResult(
        article,
        "ok",
        published=published,
        figures=tuple(figures),
        events=tuple(events),
        shingles=shingles,
    )


def figure(start, text, value, **fields):
    defaults = {
        "kind": "money",
        "value_max": None,
        "unit": "USD",
        "bound": "exact",
        "measure": "trade deficit",
        "change": "level",
        "about": ("IND", "CHN"),
        "period_start": None,
        "period_end": None,
        "period_text": None,
        "speaker": None,
        "event": None,
    }
    return FigureMention(start=start, end=start + len(text), text=text, value=value, **(defaults | fields))


def event(start, text, **fields):
    defaults = {
        "type": "COOPERATE",
        "mode": None,
        "actor": ("IND", "CHN"),
        "recipient": (),
        "object": "direct flights",
        "place": None,
        "status": "occurred",
        "date_start": None,
        "date_end": None,
        "date_text": None,
        "speaker": None,
        "score": 1.0,
    }
    return EventMention(start=start, end=start + len(text), text=text, **(defaults | fields))
