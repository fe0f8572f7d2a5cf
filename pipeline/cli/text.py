"""Article text on a terminal: data, never control codes."""

import unicodedata


def printable(text: str) -> str:
    """Return text on one line, with every control or format character but white space made visible."""
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char.isspace():
        return " "
    if unicodedata.category(char) in {"Cc", "Cf", "Cs"}:
        return f"\\x{ord(char):02x}"
    return char
