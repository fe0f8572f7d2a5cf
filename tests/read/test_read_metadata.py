import pytest

from pipeline.errors import UsageError
from pipeline.read.metadata import Metadata, read_metadata


def read(tmp_path, content):
    path = tmp_path / "metadata.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_metadata(path)


def test_all_columns(tmp_path):
    table = read(tmp_path, "doc_id,published,title,publisher,url\na,2024-03,T,P,https://a.b\n")
    assert table.rows == {"a": Metadata("2024-03", "T", "P", "https://a.b")}


def test_columns_may_be_missing_in_any_order_and_unknown(tmp_path):
    table = read(tmp_path, "notes,Published,doc_id \nx,2024,a\n,,b\n")
    assert table.rows == {"a": Metadata("2024"), "b": Metadata()}


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffdoc_id,published\r\na,2024-03-03\r\n",
        "doc_id;published\r\na;2024-03-03\r\n",
        "doc_id\tpublished\na\t2024-03-03\n",
        'doc_id,published\n"a","2024-03-03T00:00:00"\n',
        "doc_id,published\n\na, 2024-03-03\n\n",
    ],
)
def test_what_spreadsheets_write(tmp_path, content):
    assert read(tmp_path, content).rows == {"a": Metadata("2024-03-03")}


def test_cells_may_hold_commas_and_line_breaks(tmp_path):
    assert read(tmp_path, 'doc_id,title\na,"Rain, wind\nand sun"\n').rows == {
        "a": Metadata(title="Rain, wind\nand sun")
    }


def test_short_and_long_lines(tmp_path):
    assert read(tmp_path, "doc_id,published,title\na\nb,2024,T,more,cells\n").rows == {
        "a": Metadata(),
        "b": Metadata("2024", "T"),
    }


def test_a_wrong_date_is_a_fault_of_its_article_alone(tmp_path):
    table = read(tmp_path, "doc_id,published\na,2024-02-30\nb,2024-02-28\n")

    assert list(table.rows) == ["b"]
    assert table.faults.keys() == {"a"}
    assert "line 2: published '2024-02-30' is not a date that exists" in table.faults["a"]


def test_two_lines_that_differ_are_a_fault(tmp_path):
    table = read(tmp_path, "doc_id,published\na,2024\na,2025\n")
    assert "line 3: says something else about 'a'" in table.faults["a"]


def test_two_lines_that_agree_are_one(tmp_path):
    table = read(tmp_path, "doc_id,published\na,2024\na,2024\n")
    assert (table.rows, table.faults, table.problems) == ({"a": Metadata("2024")}, {}, [])


def test_an_empty_doc_id_is_a_problem(tmp_path):
    table = read(tmp_path, "doc_id,published\n,2024\n")
    assert table.problems == ["metadata.csv, line 2: the doc_id is empty. Fill it in."]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("id,published\na,2024\n", r"the column doc_id is missing \(found: id, published\)"),
        ("", r"the column doc_id is missing \(found: none\)"),
        (b"doc_id,title\na,caf\xe9\n", r"not UTF-8 \(byte 18\)"),
        ('doc_id,title\na,"x"y\n', "after line 1: not valid CSV"),
        ('doc_id,title\na,"open\n', "not valid CSV"),
    ],
)
def test_files_that_cannot_be_used(tmp_path, content, message):
    with pytest.raises(UsageError, match=message):
        read(tmp_path, content)
