"""Articles that repeat another one: reprints, updates, wire copy under another headline.

An article is the set of its shingles: every four words in a row (Broder 1997, "On the resemblance and
containment of documents"). It repeats an earlier one that holds at least half of its shingles. The share of
its own text counts, not of both texts together, so that a shortened copy is found like a whole one, and an
article that takes in several short reports does not make those reports one.
"""

from array import array
from collections.abc import Iterable
from hashlib import blake2b

from pipeline.dedupe.workspace import BATCH, Workspace
from pipeline.records import ArticleResult

SHINGLE_WORDS = 4
# The share of an article's shingles that an earlier one holds if it is repeated. Any two articles of
# gold/train share .08 at most; nine kinds of changes to one leave more than half of it (docs/decisions.md).
REPEATED_SHARE = 0.5
# An article is compared with this many of the first articles that hold a shingle, so that the number of
# pairs stays linear however many articles share a phrase or a story.
FIRST_HOLDERS = 8

_REPEATS = f"""
WITH ranked AS (
    SELECT number, doc_id, size, row_number() OVER (ORDER BY published NULLS LAST, doc_id) AS place
    FROM articles
), repeated AS (
    SELECT hash FROM shingles GROUP BY hash HAVING count(*) > 1
), holders AS (
    SELECT hash, list(place ORDER BY place) AS places
    FROM shingles SEMI JOIN repeated USING (hash) JOIN ranked USING (number)
    GROUP BY hash
), pairs AS (
    SELECT unnest(places) AS later, places[:{FIRST_HOLDERS}] AS first_holders FROM holders
), shared AS (
    SELECT later, earlier, count(*) AS n
    FROM (SELECT later, unnest(first_holders) AS earlier FROM pairs)
    WHERE earlier < later
    GROUP BY later, earlier
)
SELECT copy.doc_id, original.doc_id
FROM shared
JOIN ranked AS copy ON copy.place = later
JOIN ranked AS original ON original.place = earlier
WHERE n >= {REPEATED_SHARE} * copy.size
QUALIFY row_number() OVER (PARTITION BY later ORDER BY n DESC, earlier) = 1
ORDER BY later
"""


def shingles_of(text: str) -> tuple[int, ...]:
    """Return the hashes of a text's shingles, sorted; case, punctuation and white space do not count.

    A text of fewer words than a shingle is one shingle; a text without words has none.
    """
    words = "".join(char if char.isalnum() else " " for char in text.casefold()).split()
    starts = range(max(1, len(words) - SHINGLE_WORDS + 1)) if words else ()
    return tuple(sorted({_hash(" ".join(words[start : start + SHINGLE_WORDS])) for start in starts}))


def _hash(shingle: str) -> int:
    """Return 64 bits that are the same on any machine."""
    return int.from_bytes(blake2b(shingle.encode(), digest_size=8).digest(), signed=True)


def find_duplicates(results: Iterable[ArticleResult], work: Workspace) -> dict[str, str]:
    """Return, per article that repeats another, the first article of which it is a copy of copies.

    Of two articles the one published first is the original; where that is unknown or the same day, the one
    whose doc_id comes first. Among several originals the one that holds most of the copy stands.

    Args:
        results: The articles, in any order; each is looked at once.
        work: Where the shingles are compared.
    """
    work.execute(
        "CREATE TABLE articles (number BIGINT, doc_id TEXT, published TEXT, size BIGINT)",
        "CREATE TABLE shingles (number BIGINT, hash BIGINT)",
    )
    _fill(work, results)
    origins: dict[str, str] = {}
    for copy, original in work.rows(_REPEATS):
        origins[copy] = origins.get(original, original)
    work.execute("DROP TABLE articles", "DROP TABLE shingles")
    return origins


def _fill(work: Workspace, results: Iterable[ArticleResult]) -> None:
    articles: list[tuple[int, str, str | None, int]] = []
    hashes, holders = array("q"), array("q")

    def flush() -> None:
        columns = zip(*articles, strict=True) if articles else ((),) * 4
        work.insert("articles", dict(zip(("number", "doc_id", "published", "size"), columns, strict=True)))
        work.insert("shingles", {"number": holders, "hash": hashes})

    for number, result in enumerate(results):
        articles.append((number, result.article.doc_id, result.published, len(result.shingles)))
        hashes.extend(result.shingles)
        holders.extend([number] * len(result.shingles))
        if len(hashes) + len(articles) > BATCH:
            flush()
            articles, hashes, holders = [], array("q"), array("q")
    flush()
