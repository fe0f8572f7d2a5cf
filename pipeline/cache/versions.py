"""A hash of all that an article's result depends on, beside the article itself."""

import hashlib
import platform
import re
from collections.abc import Iterable, Iterator
from importlib import metadata, resources
from pathlib import Path

# The package's own code and lexicons; the model, which an installed package holds too, is hashed by itself.
SOURCES = {".py", ".csv"}


def fingerprint(model: Path, lexicons: Path | None) -> str:
    """Return a hash of the model, the rules, a user's lexicons, and the versions of all libraries in use.

    Every byte is read, about 40 MB: file times say too little after a checkout or a copy.

    Args:
        model: The folder of the spaCy pipeline.
        lexicons: The folder with a user's own lexicon entries.
    """
    package = Path(str(resources.files("pipeline")))
    digest = hashlib.sha256()
    digest.update(_digest(package, (path for path in package.rglob("*") if path.suffix in SOURCES)))
    digest.update(_digest(model, model.rglob("*")))
    if lexicons is not None:
        digest.update(_digest(lexicons, lexicons.rglob("*")))
    versions = [
        f"python {platform.python_version()} {platform.machine()}",
        *sorted(_versions("pipeline", set())),
    ]
    digest.update("\n".join(versions).encode())
    return digest.hexdigest()


def _digest(folder: Path, paths: Iterable[Path]) -> bytes:
    digest = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.digest()


def _versions(name: str, seen: set[str]) -> Iterator[str]:
    """Yield name and version of a distribution and of all that it requires, as far as they are installed."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in seen:
        return
    seen.add(key)
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return
    yield f"{key} {found['Version']}"
    for requirement in found.get_all("Requires-Dist") or ():
        required = re.match(r"[\w.-]+", requirement)
        if required is not None and "extra ==" not in requirement:
            yield from _versions(required[0], seen)
