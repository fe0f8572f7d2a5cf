"""Run time of the encoder: word pieces, windows and the ONNX session behind a spaCy architecture."""

from pipeline.encoder.architecture import create_encoder

__all__ = ["create_encoder"]
