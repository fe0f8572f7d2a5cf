"""Describe the trained model: ``meta.json`` as spaCy has it, and the model card."""

from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from spacy.util import load_config

from pipeline.lexicon import Row, read_lexicon
from pipeline.training.report import names_table, speed_table, syntax_table

_ROOM = "pipeline.training"
#: spaCy major . spaCy minor . our retraining counter.
VERSION = "3.8.1"
LICENSE = "CC BY-SA 4.0"
DESCRIPTION = (
    "English pipeline for news: tags, features, lemmas, Universal Dependencies, sentences and names, "
    "followed by this package's rule components for events and figures."
)
#: The spaCy versions that this package allows.
SPACY_VERSION = ">=3.8.7,<3.9"
#: As measured for this version: the encoder 75 minutes, the parts on it 15, other work beside them.
TRAINING_TIME = "an hour and a half on two CPU cores"

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
    trained = {row["component"]: row["what"] for row in read_lexicon(_ROOM, "components.csv")}
    components = [f"- `{name}`: {trained[name]}." for name in meta["pipeline"] if name in trained]
    return {
        "title": f"{meta['lang']}_{meta['name']}",
        "description": meta["description"],
        "version": meta["version"],
        "spacy_version": meta["spacy_version"],
        "license": meta["license"],
        "components": "\n".join(components),
        "rules": ", ".join(f"`{name}`" for name in meta["pipeline"] if name not in trained) or "none",
        "seed": config["system"]["seed"],
        "name_labels": ", ".join(meta["labels"]["ner"]),
        "syntax_table": syntax_table(scores),
        "names_table": names_table(scores),
        "speed": speed_table(scores),
        "sources": "\n".join(_credit(row) for row in _sources()),
        "training_time": TRAINING_TIME,
    }


def _sources() -> tuple[Row, ...]:
    return read_lexicon(_ROOM, "sources.csv")


def _credit(row: Row) -> str:
    name = f"[{row['name']}]({row['url']})" if row["url"] else row["name"]
    return f"- {name}, {row['author']}; {row['license']}. For {row['used_for']}. {row['reference']}."
