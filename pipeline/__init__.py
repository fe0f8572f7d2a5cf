"""Turn news articles into tables of events and figures, each row traceable to its characters.

The functions here are the whole public face:

* ``run(seeds, output)``: a folder of articles into tables, written and returned.
* ``extract(articles)``: one article after the other into plain dictionaries.
* ``load()``: the spaCy pipeline, whose ``doc._`` carries the mentions; ``make_doc`` prepares a dated text.
* ``read_tables(folder)``: the tables of a finished run.
* ``explain(id, output)``: the sentences, words and rules behind an event, a figure or a mention.

They are imported on first use, so that ``import pipeline`` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from pipeline.errors import ArticleError, PipelineError, UsageError

if TYPE_CHECKING:
    from pipeline.model import load, make_doc
    from pipeline.runner import Run, extract, run
    from pipeline.tables import Explanation, explain, read_tables

__all__ = [
    "ArticleError",
    "Explanation",
    "PipelineError",
    "Run",
    "UsageError",
    "explain",
    "extract",
    "load",
    "make_doc",
    "read_tables",
    "run",
]

_HOMES = {
    "Explanation": "pipeline.tables",
    "Run": "pipeline.runner",
    "explain": "pipeline.tables",
    "extract": "pipeline.runner",
    "load": "pipeline.model",
    "make_doc": "pipeline.model",
    "read_tables": "pipeline.tables",
    "run": "pipeline.runner",
}

try:
    __version__ = version("pipeline")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
