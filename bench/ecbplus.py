#!/usr/bin/env python3
"""Cluster the gold event mentions of ECB+ across documents, beside the same-head-lemma baseline.

usage: ecbplus.py [--shared DIR] [--topics dev|train] [--model NAME]

Mentions are those of the sentences that ECBplus_coreference_sentences.csv lists, singletons included; the
records are made by pipeline/training/ecbplus.py, with contexts and parses by the package's model. All
mentions of a topic meet: types and actors, by which a run keeps most pairs from meeting, are not annotated.
The baseline joins the mentions of a topic whose heads have one lemma: twice, with the lemmas of the package's
model and with the base forms that the clustering itself uses.
"""

import argparse
from collections.abc import Hashable, Iterator
from pathlib import Path

import numpy as np
from coreference import b_cubed, ceaf_e, clusters_of, conll, muc
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.dedupe.clusters import cluster
from pipeline.dedupe.events import ENOUGH
from pipeline.dedupe.triggers import trigger_of
from pipeline.dedupe.workspace import workspace
from pipeline.model import load
from pipeline.training.coreference import event_pairs, sourced, trained_parts
from pipeline.training.ecbplus import DEVELOPMENT, TRAINING, AnnotatedTopic, read_topics

ROOT = Path(__file__).parent.parent

Homes = dict[Hashable, Hashable]


def main() -> None:
    """Print the scores of the baseline and of the clustering."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="folder with corpora/ecbplus"
    )
    parser.add_argument("--topics", choices=("dev", "train"), default="dev")
    parser.add_argument("--model", help="spaCy pipeline to use instead of the built-in one")
    args = parser.parse_args()
    numbers = DEVELOPMENT if args.topics == "dev" else TRAINING
    nlp = trained_parts(load(args.model))
    topics = list(read_topics(args.shared / "corpora" / "ecbplus", numbers, nlp))
    gold: Homes = {key: name for topic in topics for key, name in topic.clusters.items()}
    print(
        f"ECB+ {args.topics}: {len(topics)} topics, {len(gold)} mentions, {len(set(gold.values()))} clusters"
    )
    print(f"{'':28}{'MUC':>7}{'B-cubed':>9}{'CEAF-e':>8}{'CoNLL':>7}")
    for name, homes in (
        ("head lemma (model)", by_lemma(topics, nlp)),
        ("head lemma (base form)", by_base_form(topics)),
        ("pipeline.dedupe", by_dedupe(topics)),
    ):
        print(f"{name:28}{line(gold, homes)}", flush=True)


def line(gold: Homes, homes: Homes) -> str:
    """Return the scores of a clustering, in percent."""
    key, response = clusters_of(gold), clusters_of(homes)
    shown = [100 * measure(key, response).f1 for measure in (muc, b_cubed, ceaf_e)]
    return f"{shown[0]:7.1f}{shown[1]:9.1f}{shown[2]:8.1f}{100 * conll(key, response):7.1f}"


def by_dedupe(topics: list[AnnotatedTopic]) -> Homes:
    """Return the cluster of each mention as the package joins events."""
    homes: Homes = {}
    for topic in topics:
        events = sourced(topic)
        pairs = [np.triu_indices(len(events), 1)]
        with workspace() as work:
            for number, group in enumerate(
                cluster(len(events), pairs, event_pairs(topic, events), ENOUGH, work)
            ):
                for item in (events[index] for index in group):
                    homes[item.source.doc_id, item.mention.start] = (topic.topic, number)
    return homes


def by_base_form(topics: list[AnnotatedTopic]) -> Homes:
    """Return the base form of each mention's head word, as the clustering sees it."""
    return {
        (article.article.doc_id, event.start): (topic.topic, trigger_of(event.text).word)
        for topic in topics
        for article in topic.articles
        for event in article.events
    }


def by_lemma(topics: list[AnnotatedTopic], nlp: Language) -> Homes:
    """Return the lemma of each mention's head as the package's model finds them in the mention's words."""
    mentions = list(_mentions(topics))
    phrases = (text.split() for _, _, text in mentions)
    docs = nlp.pipe(
        Doc(nlp.vocab, words=words, sent_starts=[place == 0 for place in range(len(words))])
        for words in phrases
    )
    return {
        key: (topic, next((token for token in doc if token.head.i == token.i), doc[0]).lemma_.lower())
        for (topic, key, _), doc in zip(mentions, docs, strict=True)
    }


def _mentions(topics: list[AnnotatedTopic]) -> Iterator[tuple[int, tuple[str, int], str]]:
    for topic in topics:
        for article in topic.articles:
            for event in article.events:
                yield topic.topic, (article.article.doc_id, event.start), event.text


if __name__ == "__main__":
    main()
