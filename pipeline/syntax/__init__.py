"""Syntax: the dependency tree of each sentence, by a graph-based parser on the shared encoder."""

from pipeline.syntax.biaffine import build_biaffine, set_weights
from pipeline.syntax.parser import BiaffineParser, create_parser

__all__ = ["BiaffineParser", "build_biaffine", "create_parser", "set_weights"]
