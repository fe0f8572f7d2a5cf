"""Sentences: what the layout and the abbreviations say, before the parser decides on the rest."""

from pipeline.sentences.boundaries import Boundaries, create_sentences
from pipeline.sentences.spans import sentences_of

__all__ = ["Boundaries", "create_sentences", "sentences_of"]
