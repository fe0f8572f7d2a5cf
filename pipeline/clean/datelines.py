"""Datelines: parted by a line break from the sentence that follows them.

A dateline is no part of the sentence, but the place and the date in it are worth keeping.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from pipeline.clean.dates import DATE_SLOT, any_date
from pipeline.clean.mapped import Edit, lines
from pipeline.lexicon import read_lexicon

# A dateline opens the lead paragraph, which comes after no more than headline, deck and byline.
_LEAD_LINES = 4

# A headline may have a colon or a dash in it, too; what follows a dateline is a longer sentence.
_MIN_LEAD = 80


@cache
def dateline_pattern(lexicons: str | None = None) -> re.Pattern[str]:
    """Return an expression for a dateline with the mark that closes it."""
    rows = read_lexicon("pipeline.clean", "datelines.csv", lexicons)
    date = any_date(lexicons)
    return re.compile("|".join(f"(?:{row['pattern'].replace(DATE_SLOT, date)})" for row in rows))


def datelines(text: str, lexicons: str | None = None) -> Iterator[Edit]:
    """Put a line break behind each dateline."""
    pattern = dateline_pattern(lexicons)
    for start, end in islice(lines(text), _LEAD_LINES):
        match = pattern.match(text, start, end)
        if match is None or end - match.end() < _MIN_LEAD:
            continue
        behind = match.end()
        if text[behind] == " ":
            yield Edit(behind, behind + 1, "\n")
        else:
            yield Edit(behind - 1, behind, text[behind - 1] + "\n")
