import hashlib
import os
from pathlib import Path

import pytest

from pipeline.errors import ArticleError, UsageError
from pipeline.read import read_article, read_folder


@pytest.fixture
def folder(tmp_path):
    def write(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


def messages(reading):
    return {file.path: file.message for file in reading.failed}


def test_articles_come_in_order_of_their_ids(folder):
    reading = read_folder(folder({"b.txt": "B", "sub/c.md": "C", "a.2024.txt": "A", "sub/a.TXT": "D"}))

    assert [(a.doc_id, a.path, a.text) for a in reading.articles] == [
        ("a.2024", "a.2024.txt", "A"),
        ("b", "b.txt", "B"),
        ("sub/a", "sub/a.TXT", "D"),
        ("sub/c", "sub/c.md", "C"),
    ]
    assert (reading.failed, reading.problems) == ((), ())


def test_the_raw_text_is_the_file(folder):
    data = "\ufeffOne\r\ntwo\rthree — four\n".encode()
    (article,) = read_folder(folder({"a.txt": data})).articles

    assert article.text.encode() == data
    assert article.sha256 == hashlib.sha256(data).hexdigest()
    assert article.body_start == 0


def test_an_empty_file_is_an_article(folder):
    (article,) = read_folder(folder({"a.txt": ""})).articles
    assert article.text == ""


def test_what_is_no_article(folder):
    files = {
        ".hidden.txt": "x",
        ".git/a.txt": "x",
        "README.md": "x",
        "sub/readme.md": "x",
        "metadata.csv": "doc_id\n",
    }
    reading = read_folder(folder(files | {"a.txt": "A"}))

    assert [a.doc_id for a in reading.articles] == ["a"]
    assert (reading.failed, reading.problems) == ((), ())


def test_metadata_go_before_front_matter(folder):
    reading = read_folder(
        folder(
            {
                "a.md": "---\ntitle: Front\ndate: 2023\nurl: https://a.b\n---\nBody",
                "metadata.csv": "doc_id,published,title\na,2024-03-03,\n",
            }
        )
    )
    (article,) = reading.articles

    assert (article.published, article.published_from) == ("2024-03-03", "metadata")
    assert (article.title, article.url, article.publisher) == ("Front", "https://a.b", None)
    assert article.text[article.body_start :] == "Body"


def test_metadata_of_files_in_subfolders(folder):
    reading = read_folder(folder({"sub/a.txt": "A", "metadata.csv": "doc_id,publisher\nsub/a,Example\n"}))
    assert reading.articles[0].publisher == "Example"


def test_metadata_of_an_unknown_article_are_a_problem(folder):
    reading = read_folder(folder({"a.txt": "A", "metadata.csv": "doc_id,published\na.txt,2024\n"}))

    assert len(reading.articles) == 1
    assert len(reading.problems) == 1
    assert "no article has the doc_id 'a.txt'" in reading.problems[0]


def test_a_wrong_date_sets_its_article_aside(folder):
    reading = read_folder(
        folder({"a.txt": "A", "b.txt": "B", "metadata.csv": "doc_id,published\na,2024-99\nb,2024\n"})
    )

    assert [a.doc_id for a in reading.articles] == ["b"]
    assert [(f.doc_id, f.path) for f in reading.failed] == [("a", "a.txt")]
    assert "'2024-99'" in reading.failed[0].message
    assert reading.problems == ()


def test_metadata_in_a_subfolder_are_a_problem(folder):
    reading = read_folder(folder({"sub/a.txt": "A", "sub/metadata.csv": "doc_id\n"}))
    assert "not read. Put its lines into" in reading.problems[0]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        (
            "a.txt",
            b"caf\xe9",
            "not UTF-8 (byte 3 is 0xe9). Convert it: iconv -f WINDOWS-1252 -t UTF-8 'a.txt'",
        ),
        ("a.txt", b"ab\0c", "a binary file, not text (a NUL at byte 2)"),
        ("a.txt", "Rain".encode("utf-16"), "UTF-16, not UTF-8. Convert it: iconv -f UTF-16"),
        ("a.txt", "Rain".encode("utf-32"), "UTF-32, not UTF-8"),
        ("a.pdf", b"%PDF", ".pdf files are not read. Save it as .txt or .md or .markdown"),
        ("notes", b"x", "a file without an extension is not read"),
        ("a.md", b"---\nnonsense\n---\n", "line 2 of the front matter"),
    ],
)
def test_files_that_are_set_aside(folder, name, data, message):
    reading = read_folder(folder({name: data, "good.txt": "Good"}))

    assert [a.doc_id for a in reading.articles] == ["good"]
    assert message in messages(reading)[name]


def test_what_was_read_of_a_failed_file_is_identified(folder):
    (failed,) = read_folder(folder({"a.txt": b"\xff"})).failed
    assert (failed.doc_id, failed.sha256) == ("a", hashlib.sha256(b"\xff").hexdigest())


def test_two_files_of_one_id_are_both_set_aside(folder):
    reading = read_folder(folder({"a.txt": "A", "a.md": "B", "b.txt": "C"}))

    assert [a.doc_id for a in reading.articles] == ["b"]
    assert [f.doc_id for f in reading.failed] == ["a.md", "a.txt"]
    assert all("the same doc_id, 'a'" in f.message for f in reading.failed)


def test_a_file_without_a_reader_takes_no_id(folder):
    reading = read_folder(folder({"a.txt": "A", "a.pdf": "B"}))
    assert ([a.doc_id for a in reading.articles], [f.doc_id for f in reading.failed]) == (["a"], ["a.pdf"])


def test_an_unreadable_file_is_set_aside(folder, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    path = folder({"a.txt": "A"})
    monkeypatch.setattr(Path, "read_bytes", refuse)
    (failed,) = read_folder(path).failed

    assert failed.sha256 is None
    assert "cannot be read (Permission denied)" in failed.message


def test_a_broken_link_is_set_aside(folder):
    path = folder({"a.txt": "A"})
    (path / "b.txt").symlink_to(path / "gone.txt")

    assert "cannot be read" in messages(read_folder(path))["b.txt"]


def test_a_pipe_does_not_hang(folder):
    path = folder({"a.txt": "A"})
    os.mkfifo(path / "b.txt")

    assert "not a regular file" in messages(read_folder(path))["b.txt"]


def test_links_to_folders_do_not_loop(folder):
    path = folder({"sub/a.txt": "A"})
    (path / "sub" / "up").symlink_to(path)
    reading = read_folder(path)

    assert [a.doc_id for a in reading.articles] == ["sub/a"]
    assert "a link to a folder, which is not followed" in reading.problems[0]


def test_a_name_that_is_not_utf8_is_set_aside(folder):
    path = folder({"a.txt": "A"})
    Path(os.fsdecode(os.fsencode(path) + b"/caf\xe9.txt")).write_text("x")
    (failed,) = read_folder(path).failed

    assert (failed.path, failed.message) == ("caf\ufffd.txt", "the file's name is not UTF-8. Rename it.")


@pytest.mark.parametrize(
    ("name", "message"),
    [("gone", "no such folder"), ("a.txt", "a file, not a folder"), ("empty", "no articles in this folder")],
)
def test_folders_that_cannot_be_used(folder, name, message):
    path = folder({"a.txt": "A"})
    (path / "empty").mkdir()

    with pytest.raises(UsageError, match=message):
        read_folder(path / name)


def test_metadata_alone_are_no_articles(folder):
    with pytest.raises(UsageError, match=r"Put \.txt or \.md or \.markdown files into it"):
        read_folder(folder({"metadata.csv": "doc_id\n"}))


def test_an_unusable_metadata_file_stops_the_run(folder):
    with pytest.raises(UsageError, match="the column doc_id is missing"):
        read_folder(folder({"a.txt": "A", "metadata.csv": "name\n"}))


def test_one_article_is_read_with_the_metadata_beside_it(folder):
    path = folder({"a.txt": "A", "metadata.csv": "doc_id,published\na,2025-08\n"}) / "a.txt"

    assert read_article(path) == read_folder(path.parent).articles[0]
    assert read_article(path).published == "2025-08"


def test_one_article_that_cannot_be_read_is_named(folder):
    with pytest.raises(ArticleError, match=r"a\.txt"):
        read_article(folder({"a.txt": b"\xff\xfe\x00"}) / "a.txt")
