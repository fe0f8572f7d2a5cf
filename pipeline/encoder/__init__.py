"""Run time of the encoder: word pieces, windows and the ONNX session behind a spaCy architecture."""

from pipeline.encoder.architecture import create_encoder
from pipeline.encoder.forms import build_vectors_and_forms

__all__ = ["build_vectors_and_forms", "create_encoder"]
