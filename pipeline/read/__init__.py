"""Read articles: a folder of files with optional metadata, or a stream of JSON Lines."""

from pipeline.read.folder import FailedFile, Reading, read_article, read_folder
from pipeline.read.jsonl import read_jsonl

__all__ = ["FailedFile", "Reading", "read_article", "read_folder", "read_jsonl"]
