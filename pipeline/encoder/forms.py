"""The encoder's vectors with an embedding of each word's form beside them.

Word pieces say little of how a word is spelt: *rejected* is one piece, and what it shares with *elected* has
to be learned for each of them. A lemmatizer has to know: on the treebanks' development parts it is right for
96.1 % of the words with the forms beside the vectors, for 92.1 % without.
"""

from typing import cast

from spacy.tokens import Doc
from thinc.api import Model, concatenate
from thinc.types import Floats2d

Tok2Vec = Model[list[Doc], list[Floats2d]]


def build_vectors_and_forms(vectors: Tok2Vec, forms: Tok2Vec) -> Tok2Vec:
    """Make the architecture ``pipeline.VectorsAndForms.v1``.

    Args:
        vectors: Gives the encoder's vectors, a listener for one.
        forms: Gives a vector for the form of each token, a hash embedding for one.

    Returns:
        A model from documents to arrays with both vectors of a token in a row.
    """
    return cast(Tok2Vec, concatenate(vectors, forms))
