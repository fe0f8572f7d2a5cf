"""Turn a file's bytes into text, or say why that cannot be done."""

import codecs

from pipeline.errors import ArticleError

_OTHER_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8 as it stands: line breaks and a byte order mark are kept.

    Raises:
        ArticleError: The bytes are in another encoding, or no text at all.
    """
    for mark, encoding in _OTHER_ENCODINGS:
        if data.startswith(mark):
            raise ArticleError(f"{encoding}, not UTF-8. {_advice(encoding, name)}")
    if b"\0" in data:
        raise ArticleError(
            f"a binary file, not text (a NUL at byte {data.index(0)}). Save it as plain text, or remove it."
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"not UTF-8 (byte {error.start} is 0x{data[error.start]:02x}). {_advice('WINDOWS-1252', name)}"
        ) from error


def _advice(encoding: str, name: str) -> str:
    return f"Convert it: iconv -f {encoding} -t UTF-8 '{name}' > converted && mv converted '{name}'"
