"""Describe the trained model: ``meta.json`` as spaCy has it, and the model card."""

from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from spacy.util import load_config

from pipeline.lexicon import Row, read_lexicon
from pipeline.training.scorer import MEASURES

_ROOM = "pipeline.training"
#: spaCy major . spaCy minor . our retraining counter.
VERSION = "3.8.0"
LICENSE = "CC BY-SA 4.0"
DESCRIPTION = (
    "English pipeline for news: tags, features, lemmas, Universal Dependencies, sentences and names, "
    "followed by this package's rule components for events and figures."
)
#: The spaCy versions that this package allows.
SPACY_VERSION = ">=3.8.7,<3.9"
#: CPU time of the two parts one after the other, as measured for this version.
TRAINING_TIME = "an hour on one CPU core"

Meta = dict[str, Any]


def describe(meta: Meta, scores: Meta) -> Meta:
    """Return spaCy's own description of the model with ours filled in."""
    return meta | {
        "lang": "en",
        "name": "news",
        "version": VERSION,
        "spacy_version": SPACY_VERSION,
        "description": DESCRIPTION,
        "author": "The authors of this package",
        "license": LICENSE,
        "sources": [{key: row[key] for key in ("name", "url", "license", "author")} for row in _sources()],
        "performance": scores,
    }


def write_card(meta: Meta, path: Path) -> None:
    """Write the model card from the template and the description."""
    template = (resources.files(_ROOM) / "data" / "card.md").read_text(encoding="utf-8")
    path.write_text(Template(template).substitute(_card_values(meta)), encoding="utf-8")


def _card_values(meta: Meta) -> dict[str, object]:
    scores = meta["performance"]
    config = load_config(Path(str(resources.files(_ROOM) / "configs" / "syntax.cfg")))
    return {
        "title": f"{meta['lang']}_{meta['name']}",
        "description": meta["description"],
        "version": meta["version"],
        "spacy_version": meta["spacy_version"],
        "license": meta["license"],
        "components": ", ".join(f"`{name}`" for name in meta["pipeline"]),
        "seed": config["system"]["seed"],
        "name_labels": ", ".join(meta["labels"]["ner"]),
        "syntax_table": _syntax_table(scores),
        "names_table": _names_table(scores),
        "speed": f"{scores['words per CPU second']:,}",
        "sources": "\n".join(_credit(row) for row in _sources()),
        "training_time": TRAINING_TIME,
    }


def _sources() -> tuple[Row, ...]:
    return read_lexicon(_ROOM, "sources.csv")


def _credit(row: Row) -> str:
    credit = f"[{row['name']}]({row['url']}), {row['author']}; {row['license']}."
    return f"- {credit} For {row['used_for']}. {row['reference']}."


def _syntax_table(scores: Meta) -> str:
    treebanks = {
        name: score for name, score in scores.items() if isinstance(score, dict) and "Words" in score
    }
    rows = [[name, *(f"{score[measure]:.1f}" for measure in MEASURES)] for name, score in treebanks.items()]
    return _table(["", *MEASURES], rows)


def _names_table(scores: Meta) -> str:
    corpora = {name: score for name, score in scores.items() if isinstance(score, dict) and "all" in score}
    rows = [
        [corpus, label, f"{row['P']:.1f}", f"{row['R']:.1f}", f"{row['F1']:.1f}", str(row["gold"])]
        for corpus, score in corpora.items()
        for label, row in score.items()
    ]
    return _table(["", "label", "P", "R", "F1", "names"], rows)


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
