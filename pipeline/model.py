"""Load the spaCy pipeline: a trained model with the rule components of the rooms behind it."""

from __future__ import annotations

from importlib import metadata, resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL_NAME = "en_news"

# The rule components in order. The first stands before all trained ones, the others behind them.
RULE_COMPONENTS = (
    "pipeline_sentences",
    "pipeline_times",
    "pipeline_numbers",
    "pipeline_names",
    "pipeline_actors",
    "pipeline_events",
    "pipeline_figures",
    "pipeline_speakers",
    "pipeline_normalise",
)

SEGMENTERS = {"parser", "senter", "sentencizer"}


def default_model() -> Path:
    """Return the folder of the model that comes with the package, installed or in a clone."""
    packaged = Path(str(resources.files("pipeline"))) / "models" / MODEL_NAME
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "models" / MODEL_NAME


def find_model(model: str | Path | None = None) -> Path:
    """Return the folder of a spaCy pipeline, by its name or its folder; by default of the built-in one.

    Raises:
        UsageError: There is no such pipeline.
    """
    folder = default_model() if model is None else Path(model)
    if (folder / "config.cfg").is_file():
        return folder
    name = str(model)
    package = find_spec(name) if name.isidentifier() and _is_installed(name) else None
    if package is None or package.origin is None:
        raise UsageError(
            f"{folder}: no such spaCy pipeline is installed. Leave --model out for the built-in one, "
            "or install it with pip first."
        )
    return Path(package.origin).parent


def _is_installed(name: str) -> bool:
    try:
        return metadata.distribution(name) is not None
    except metadata.PackageNotFoundError:
        return False


def find_lexicons(lexicons: str | Path | None) -> Path | None:
    """Return the folder with a user's own lexicon entries.

    Raises:
        UsageError: There is no such folder.
    """
    if lexicons is not None and not Path(lexicons).is_dir():
        raise UsageError(f"{lexicons}: no such folder of lexicons. Check --lexicons.")
    return Path(lexicons) if lexicons is not None else None


def load(model: str | Path | None = None, *, lexicons: str | Path | None = None) -> Language:
    """Load a spaCy pipeline whose documents carry events and figures.

    Args:
        model: Name or folder of a spaCy pipeline; by default the one that comes with this package. Any
            English pipeline will do: the rule components that it lacks are added.
        lexicons: A folder with a user's own entries, in files named like the package's lexicons.

    Returns:
        A pipeline. After it has run, ``doc._.events``, ``doc._.figures``, ``doc._.quantities``,
        ``doc._.dates``, ``doc._.entities`` and ``doc._.actors`` hold records with offsets into the text.
        Set ``doc._.published`` (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``) before it runs, or use
        ``make_doc``, to have dates such as "last month" resolved.

    Raises:
        UsageError: There is no such model, or no such folder of lexicons.
    """
    import spacy

    own = find_lexicons(lexicons)
    folder = find_model(model)
    nlp = spacy.load(str(model) if model is not None and not (folder / "config.cfg").is_file() else folder)
    multiply_with_numpy(nlp)
    add_rules(nlp, {"lexicons": str(own) if own is not None else None})
    return nlp


def multiply_with_numpy(nlp: Language) -> None:
    """Have the trained parts multiply matrices with numpy's BLAS, three times as fast as thinc's own."""
    from thinc.api import Model, NumpyOps

    ops = NumpyOps(use_blis=False)
    models = (getattr(component, "model", None) for _, component in nlp.pipeline)
    for model in models:
        for node in model.walk() if isinstance(model, Model) else ():
            if isinstance(node.ops, NumpyOps):
                node.ops = ops


def add_rules(nlp: Language, config: dict[str, Any]) -> None:
    """Put the rule components in place, replacing those that a saved model brought along."""
    for name in RULE_COMPONENTS:
        if name in nlp.pipe_names:
            nlp.remove_pipe(name)
    if not SEGMENTERS & set(nlp.pipe_names):
        nlp.add_pipe("sentencizer", first=True)
    for name in RULE_COMPONENTS:
        nlp.add_pipe(name, config=config, first=True if name == RULE_COMPONENTS[0] else None)


def make_doc(nlp: Language, text: str, published: str | None = None) -> Doc:
    """Return a tokenised document that knows its publication date, ready for ``nlp`` or ``nlp.pipe``."""
    doc = nlp.make_doc(text)
    doc._.published = published
    return doc
