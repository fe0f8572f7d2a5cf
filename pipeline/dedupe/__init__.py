"""Dedupe: one row per figure and per event, from the mentions of all articles."""

from pipeline.dedupe.articles import shingles_of
from pipeline.dedupe.reconcile import reconcile

__all__ = ["reconcile", "shingles_of"]
