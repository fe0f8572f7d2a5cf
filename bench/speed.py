#!/usr/bin/env python3
"""Time the stages on a folder of articles: words per CPU-second in all, and where the time goes.

usage: speed.py [--articles DIR] [--model NAME] [--repeat N]

One process on one core. Times are CPU time of this process; compare the shares, and the rates only
between runs on one machine. Files in the folder that are no articles, such as the annotation in gold/train,
are left out.
"""

import argparse
import collections
import resource
import time
from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language

from pipeline.articles import one_thread, to_result
from pipeline.clean import clean
from pipeline.dedupe import reconcile
from pipeline.model import load, make_doc
from pipeline.read import read_folder
from pipeline.records import Article

ROOT = Path(__file__).parent.parent

Spent = collections.defaultdict[str, float]


def main() -> None:
    """Run the stages one by one and print what each costs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=Path, default=ROOT / "seeds", help="folder of articles")
    parser.add_argument("--model", help="spaCy pipeline to use instead of the built-in one")
    parser.add_argument(
        "--repeat", type=int, default=3, help="passes over the articles after a first, untimed one"
    )
    args = parser.parse_args()
    spent: Spent = collections.defaultdict(float)
    began = time.process_time()
    nlp = load(args.model)
    loading = time.process_time() - began
    articles = read_folder(args.articles).articles
    for number in range(args.repeat + 1):
        if number == 1:
            spent.clear()
        with one_thread():
            words = one_pass(nlp, articles, spent)
    total = sum(spent.values())
    print(
        f"{len(articles)} articles, {words} words, {args.repeat} passes; "
        f"model loaded in {loading:.1f} CPU-seconds"
    )
    print(f"{args.repeat * words / total:,.0f} words per CPU-second")
    print("share, CPU ms per 1,000 words, stage")
    for stage, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"{seconds / total:6.1%} {1e6 * seconds / (args.repeat * words):8.1f}  {stage}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def one_pass(nlp: Language, articles: Sequence[Article], spent: Spent) -> int:
    """Process all articles, add the CPU seconds of each stage to ``spent`` and return the number of words."""
    results, words = [], 0
    for article in articles:
        began = time.process_time()
        cleaned = clean(article)
        began = charge(spent, "clean", began)
        doc = make_doc(nlp, cleaned.text, cleaned.published)
        began = charge(spent, "tokenizer", began)
        for name, component in nlp.pipeline:
            doc = component(doc)
            began = charge(spent, name, began)
        results.append(to_result(article, cleaned, doc))
        charge(spent, "results", began)
        words += len(cleaned.text.split())
    began = time.process_time()
    reconcile(results)
    charge(spent, "dedupe", began)
    return words


def charge(spent: Spent, stage: str, began: float) -> float:
    """Add the CPU seconds since ``began`` to a stage and return the time now."""
    now = time.process_time()
    spent[stage] += now - began
    return now


if __name__ == "__main__":
    main()
