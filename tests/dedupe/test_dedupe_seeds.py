"""Regression of the dedupe stage over the five seed articles together."""

from pipeline.ids import mention_id


def shown(row, mentions, ids):
    members = sorted(f"{doc_id} {m.start} {m.text}" for doc_id, m, key in mentions if ids[key] == row)
    return [f"    {member}" for member in members]


def mentions_of(results, kind):
    for result in results:
        doc_id = result.article.doc_id
        for mention in getattr(result, f"{kind}s"):
            yield doc_id, mention, mention_id(doc_id, kind, mention.start, mention.end)


def test_figures(seed_results, seed_reconciled, file_regression):
    mentions = list(mentions_of(seed_results, "figure"))
    lines = []
    for figure in sorted(
        seed_reconciled.figures, key=lambda f: (-f.n_documents, -f.n_mentions, f.text, f.figure_id)
    ):
        parts = [
            figure.text,
            figure.measure,
            ", ".join(figure.about),
            figure.change,
            figure.agreement,
            figure.note,
        ]
        lines.append(" | ".join(part or "-" for part in parts))
        lines += shown(figure.figure_id, mentions, seed_reconciled.figure_ids)
    file_regression.check("\n".join([*lines, ""]))


def test_events(seed_results, seed_reconciled, file_regression):
    mentions = list(mentions_of(seed_results, "event"))
    history = {}
    for change in seed_reconciled.history:
        history.setdefault(change.event_id, []).append(f"{change.published}: {change.status}")
    lines = []
    for event in sorted(
        seed_reconciled.events, key=lambda e: (-e.n_documents, -e.n_mentions, e.summary, e.event_id)
    ):
        lines.append(f"{event.type} | {event.summary} | {' → '.join(history[event.event_id])}")
        lines += shown(event.event_id, mentions, seed_reconciled.event_ids)
    file_regression.check("\n".join([*lines, ""]))
