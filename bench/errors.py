#!/usr/bin/env python3
"""List missed, spurious and mistyped events or figures with their sentences, to see what errors are made of.

usage: errors.py --shared DIR [--set dev] [--table events] [--limit 30]
"""

import argparse
import runpy
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from confusions import Matched, Mention
from quality import run_set
from report import TABLES, match

from pipeline.tables import read_tables

Row = dict[str, Any]


def main() -> None:
    """Print the errors."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True, help="folder with gold/ and bench/")
    parser.add_argument("--set", default="dev", help="folder below gold/")
    parser.add_argument("--table", choices=TABLES, default="events", help="which mentions")
    parser.add_argument("--limit", type=int, help="print so many of each, taken evenly from all")
    args = parser.parse_args()
    scorer = runpy.run_path(str(args.shared / "bench" / "score_extraction.py"))
    with tempfile.TemporaryDirectory() as folder:
        tables = run_set(args.shared, args.set, Path(folder))
        articles, rows = scorer["load"](args.shared / "gold" / args.set, tables)
        sentences: list[Row] = read_tables(tables)["sentences"].to_dict("records")  # type: ignore[assignment]
    matched = match(articles, rows[args.table], args.table, scorer["pair_up"])
    for line in error_lines(matched, sentences, "type" if args.table == "events" else "kind", args.limit):
        print(line)


def error_lines(matched: Matched, sentences: Sequence[Row], field: str, limit: int | None) -> Iterator[str]:
    """Yield a line for each error: its class, its article, its id if it has one, and its sentence."""
    missed, spurious = matched.missed(), matched.spurious()
    for name, mentions in (("missed", missed), ("spurious", spurious)):
        chosen = evenly(sorted(mentions, key=lambda m: (m["doc_id"], m["start"])), limit)
        yield f"{name}: {len(chosen)} of {len(mentions)}"
        for mention in chosen:
            place = " ".join(filter(None, (mention["doc_id"], mention.get("mention_id"))))
            yield f"{name} {mention[field]} {place}: {in_sentence(mention, sentences)}"


def evenly(mentions: Sequence[Mention], limit: int | None) -> list[Mention]:
    """Return so many mentions, at even distances."""
    if limit is None or limit >= len(mentions):
        return list(mentions)
    return [mentions[number * len(mentions) // limit] for number in range(limit)]


def in_sentence(mention: Mention, sentences: Sequence[Row]) -> str:
    """Return the sentence of a mention with the mention in double brackets."""
    for sentence in sentences:
        start, end = mention["start"] - sentence["start"], mention["end"] - sentence["start"]
        if sentence["doc_id"] == mention["doc_id"] and 0 <= start < len(sentence["text"]):
            text = sentence["text"]
            marked = f"{text[:start]}[[{text[start:end]}]]{text[end:]}"
            return " ".join(marked.split())
    return f"[[{mention.get('surface') or mention.get('text')}]]"


if __name__ == "__main__":
    main()
