import copy
import pickle

import numpy as np
import pytest

from pipeline.encoder.session import THREADS_VARIABLE, EncoderSession
from pipeline.errors import UsageError

IDS, CASES = [4, 6, 7, 20, 9, 5], [0, 1, 2, 3, 0, 0]


def test_a_vector_for_each_piece(encoder_session):
    assert encoder_session.hidden(IDS, CASES).shape == (len(IDS), 16)


@pytest.mark.parametrize(
    "remake",
    [
        lambda session: EncoderSession().from_bytes(session.to_bytes()),
        lambda session: pickle.loads(pickle.dumps(session)),
        copy.deepcopy,
        lambda session: session.copy(),
    ],
    ids=["bytes", "pickle", "deepcopy", "copy"],
)
def test_a_copy_gives_the_same_bits(encoder_session, remake):
    expected = encoder_session.hidden(IDS, CASES)

    made = remake(encoder_session)

    assert made is not encoder_session
    assert np.array_equal(made.hidden(IDS, CASES), expected)
    assert made.pieces(["growth", "Qx"]) == encoder_session.pieces(["growth", "Qx"])


def test_a_session_of_its_own_in_each_process(encoder_session, monkeypatch):
    encoder_session.hidden(IDS, CASES)
    before = encoder_session._session
    monkeypatch.setattr("os.getpid", lambda: -1)

    encoder_session.hidden(IDS, CASES)

    assert encoder_session._session is not before
    encoder_session._forget()


def test_threads_do_not_change_the_bits(encoder_folder, encoder_session):
    two = EncoderSession(threads=2)
    two.load(encoder_folder)

    assert np.array_equal(two.hidden(IDS, CASES), encoder_session.hidden(IDS, CASES))


def test_the_environment_goes_before_the_config(monkeypatch):
    monkeypatch.setenv(THREADS_VARIABLE, "3")

    assert EncoderSession(threads=2).threads == 3


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5"])
def test_a_wrong_number_of_threads(monkeypatch, value):
    monkeypatch.setenv(THREADS_VARIABLE, value)

    with pytest.raises(UsageError, match=THREADS_VARIABLE):
        _ = EncoderSession().threads


def test_an_empty_encoder_says_what_to_do():
    with pytest.raises(UsageError, match="Load a trained model"):
        EncoderSession().hidden(IDS, CASES)


def test_a_folder_without_an_export(tmp_path):
    with pytest.raises(UsageError, match=r"encoder\.onnx"):
        EncoderSession().load(tmp_path)
