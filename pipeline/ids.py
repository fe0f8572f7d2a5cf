"""Ids that depend on content alone, so that the same articles give the same ids on any machine."""

import hashlib


def content_id(*parts: str | int | float | None) -> str:
    """Return 16 hex digits that depend on the parts and their order alone."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def mention_id(doc_id: str, kind: str, start: int, end: int) -> str:
    """Return the id of a mention: its kind (``figure`` or ``event``), its article and its raw span."""
    return content_id(kind, doc_id, start, end)
