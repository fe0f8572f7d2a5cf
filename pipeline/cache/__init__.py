"""Cache: the results of single articles, kept beside the tables for the next run."""

from pipeline.cache.store import CACHE, ResultStore
from pipeline.cache.versions import fingerprint

__all__ = ["CACHE", "ResultStore", "fingerprint"]
