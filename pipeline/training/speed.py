"""Time a model beside two others with the same components, on the same texts in the same run.

The others are the CNN that came before the present encoder (``configs/cnn.cfg``) and what spaCy itself
proposes for a CPU (``spacy init config --optimize efficiency``). Both are built here with the labels of a
sample and initialised, not trained: most of their time goes into multiplications, whose number depends on
layers and labels, not on the weights. The trained CNN, when it was still there, read about a tenth fewer
words a second than the untrained one: the comparison slightly favours the other two.
"""

import statistics
import time
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path

from spacy.cli.init_config import init_config
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import load_config, load_model_from_config
from thinc.api import Config, Optimizer, fix_random_seed

from pipeline.training.conllu import chunk_paragraphs, read_documents, to_doc
from pipeline.training.gum_names import read_gum_names
from pipeline.training.prepare_names import GUM, to_name_doc
from pipeline.training.prepare_syntax import CHUNK_WORDS, TREEBANKS

THIS = "this model"
CNN = "CNN of version 3.8.0"
SPACY_DEFAULT = "spaCy's tok2vec default"
#: The components of the compared models.
COMPONENTS = ("tagger", "morphologizer", "parser", "trainable_lemmatizer", "ner")
#: Timed passes over the texts, after one that fills the caches.
PASSES = 5
_SEED = 0


def words_per_cpu_second(systems: Mapping[str, Language], texts: Sequence[str]) -> dict[str, int]:
    """Return the words (spaCy tokens) that each system reads in a second of CPU time, all threads added up.

    The systems take turns, so that what else the machine does meets all of them; the median pass counts.
    """
    rates: dict[str, list[float]] = {name: [] for name in systems}
    for number in range(PASSES + 1):
        for name, nlp in systems.items():
            began = time.process_time()
            words = sum(len(doc) for doc in nlp.pipe(texts))
            if number:
                rates[name].append(words / (time.process_time() - began))
    return {name: round(statistics.median(found)) for name, found in rates.items()}


def cnn_model(samples: Sequence[Doc]) -> Language:
    """Build the CNN model of version 3.8.0, untrained: one encoder for syntax, one for names."""
    config = resources.files("pipeline.training") / "configs" / "cnn.cfg"
    return _initialised(load_config(Path(str(config))), samples)


def spacy_default(samples: Sequence[Doc]) -> Language:
    """Build the pipeline that ``spacy init config --optimize efficiency`` describes, untrained."""
    config = init_config(lang="en", pipeline=list(COMPONENTS), optimize="efficiency", gpu=False)
    return _initialised(config, samples)


def sample_docs(corpora: Path) -> list[Doc]:
    """Documents with the labels of every component: trees and names of the treebanks' development parts."""
    nlp = English()
    trees = [
        to_doc(nlp.vocab, paragraphs)
        for path in TREEBANKS.values()
        for document in read_documents(corpora / path.format(split="dev"))
        for paragraphs in chunk_paragraphs(document, CHUNK_WORDS)
    ]
    names = read_gum_names(corpora / GUM.format(split="dev"))
    return trees + [to_name_doc(nlp, [sentence]) for sentence in names if sentence.names]


def _initialised(config: Config, samples: Iterable[Doc]) -> Language:
    fix_random_seed(_SEED)
    nlp = load_model_from_config(config, auto_fill=True)
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in samples]
    nlp.initialize(lambda: examples, sgd=Optimizer(0.0))  # nothing is learned
    return nlp
