"""Read the tables of a finished run."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError, UsageError

if TYPE_CHECKING:
    import pandas as pd


def read_tables(folder: Path | str) -> dict[str, pd.DataFrame]:
    """Return the tables of a finished run as frames of Arrow-backed columns, by name.

    Args:
        folder: The output folder of the run.

    Raises:
        UsageError: The folder holds no finished run.
        PipelineError: A table was changed or cut short since the run.
    """
    import pandas as pd

    folder = Path(folder)
    package = folder / "datapackage.json"
    if not package.is_file():
        raise UsageError(f"{folder}: no finished run there. Run: pipeline run --output {folder}")
    tables: dict[str, pd.DataFrame] = {}
    for resource in json.loads(package.read_text(encoding="utf-8"))["resources"]:
        path = folder / resource["parquet"]["path"]
        if not path.is_file() or _sha256(path) != resource["parquet"]["hash"]:
            raise PipelineError(
                f"{path}: is not the file that the run wrote. Run: pipeline run --output {folder}"
            )
        tables[path.stem] = pd.read_parquet(path, dtype_backend="pyarrow")
    return tables


def _sha256(path: Path) -> str:
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
