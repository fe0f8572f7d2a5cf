"""A pretrained encoder in miniature, in the layout of Hugging Face."""

from collections.abc import Sequence
from pathlib import Path

import torch
import transformers


def save_base(folder: Path, vocabulary: Sequence[str]) -> Path:
    """Write a random encoder of one layer and return its folder."""
    config = transformers.BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    torch.manual_seed(1)
    transformers.BertModel(config).save_pretrained(folder)
    (folder / "vocab.txt").write_text("".join(f"{piece}\n" for piece in vocabulary), encoding="utf-8")
    return folder
