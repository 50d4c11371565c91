"""What a folder and its files must be before anything runs: no server is asked."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from echoes_schema.migrations import folder, header, script
from tests.migrations.project import A, B, refusal

Write = Callable[[Mapping[str, str | bytes]], Path]
HERE = Path("0001_a.sql")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return the function that writes `0001_a.sql` and the like, and gives their folder."""

    def files(texts: Mapping[str, str | bytes]) -> Path:
        for name, text in texts.items():
            path = tmp_path / f"{name}.sql"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return files


def names(path: Path) -> list[str]:
    return [str(migration.id) for migration in folder.read(path).migrations]


def test_folder_reads_migrations_and_indexes_as_one_sequence(write: Write) -> None:
    path = write({"migrations/0001_a": "", "indexes/0002_a": "", "migrations/0003_a": ""})
    found = [(str(one.id), one.kind, one.use_transactions) for one in folder.read(path).migrations]
    assert found == [
        ("0001_a", "migration", True),
        ("0002_a", "index", False),
        ("0003_a", "migration", True),
    ]


def test_hidden_files_are_left_alone(write: Write) -> None:
    assert names(write({"0001_a": "", ".0002_b": "", "._0001_a": b"\0"})) == ["0001_a"]


def test_folder_without_subfolders_is_read_itself(write: Write) -> None:
    assert names(write({"0001_a": "", "0002_b": ""})) == ["0001_a", "0002_b"]


def test_folder_counts_numbers_and_not_letters(write: Write) -> None:
    assert names(write({"10_b": "", "9_a": "", "seed": ""})) == ["9_a", "10_b", "seed"]


def test_folder_follows_depends_against_the_numbers(write: Write) -> None:
    path = write({"1_a": "-- depends: 3_c\n", "2_b": "", "3_c": "-- depends: 2_b\n"})
    assert names(path) == ["2_b", "3_c", "1_a"]


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    error = refusal(lambda: folder.read(tmp_path / "none"))
    assert error.message.endswith("none: no such folder")


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(lambda: folder.read(tmp_path)).message.endswith(": no migrations in it")


def test_unreadable_folder_is_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write({"0001_a": ""})
    # Root may read everything, so the system's refusal is put in its place.
    monkeypatch.setattr("os.scandir", lambda _: (_ for _ in ()).throw(OSError(13, "denied")))
    assert refusal(lambda: folder.read(path)).message.endswith(": denied")


@pytest.mark.parametrize(("layout", "name"), [("echoes", "0002_b"), ("flyway", "V2__b")])
def test_link_that_leads_nowhere_is_refused(write: Write, layout: str, name: str) -> None:
    """Passed over, its migration would never be missed."""
    path = write({"V1__a" if layout == "flyway" else "0001_a": "SELECT 1;"})
    (path / f"{name}.sql").symlink_to(path / "gone.sql")
    error = refusal(lambda: folder.read(path, layout))
    assert f"{name}.sql: " in error.message


def test_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "0001_\udcff.sql").write_text("SELECT 1;")
    error = refusal(lambda: folder.read(tmp_path))
    assert error.message.endswith("0001_\\xff.sql: its name is not UTF-8")


def test_rollback_without_its_migration_is_refused(write: Write) -> None:
    error = refusal(lambda: folder.read(write({**A, "0002_b.rollback": "SELECT 1;"})))
    assert error.message.endswith("0002_b.rollback.sql: a rollback without its migration")
    assert error.hint == "Add 0002_b.sql, or correct the name."


@pytest.mark.parametrize("other", ["0001_b", "1_b", "migrations/0001_a"])
def test_two_files_of_one_number_are_refused_with_both_names(write: Write, other: str) -> None:
    first = "indexes/0001_a" if "/" in other else "0001_a"
    message = refusal(lambda: folder.read(write({first: "", other: ""}))).message
    assert message.startswith("two migrations with the number ")
    assert f"{first}.sql" in message
    assert f"{other}.sql" in message


def test_unknown_dependency_is_refused(write: Write) -> None:
    error = refusal(lambda: folder.read(write({"1_a": "-- depends: 1_b 1_c\n"})))
    assert error.message.endswith("1_a.sql: depends on 1_b, 1_c, which is not there")


@pytest.mark.parametrize("last", ["1_a", "3_c"])
def test_circle_of_dependencies_is_refused_with_its_names(write: Write, last: str) -> None:
    files = {"1_a": f"-- depends: {last}\n", "2_b": "-- depends: 1_a", "3_c": "-- depends: 2_b"}
    error = refusal(lambda: folder.read(write(files)))
    assert error.message.endswith(" depend on each other in a circle")
    assert last in error.message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"SELECT 1;\n-- caf\xe9\n", "0001_a.sql:2: not UTF-8"),
        (b"SELECT 1;\n\nSELECT '\0';\n", "0001_a.sql:3: a NUL character"),
        ("SELECT 1;".encode("utf-16"), "0001_a.sql:1: not UTF-8"),
    ],
)
def test_file_that_is_no_text_is_refused(write: Write, content: bytes, message: str) -> None:
    error = refusal(lambda: folder.read(write({"0001_a": content})))
    assert error.message.endswith(message)


HEADERS = [
    ("-- depends: a b\n-- depends: c\nSELECT 1;", header.Header(depends=("a", "b", "c"))),
    ("-- what `yoyo new` writes\n-- depends: \n", header.Header()),
    ("\n  -- transactional: false\n\nSELECT 1;", header.Header(is_transactional=False)),
    ("--irreversible: the rows are gone", header.Header(irreversible="the rows are gone")),
    ("-- Why:  because\n-- Safe: yes: sure\nSELECT 1;", header.Header()),
    ("-- https://example.org says so\n-- allow drop-column: unused.", header.Header()),
    ("SELECT 1;\n-- prose: of any kind", header.Header()),
    ("", header.Header()),
]


@pytest.mark.parametrize(("text", "expected"), HEADERS)
def test_header_says(text: str, expected: header.Header) -> None:
    assert header.read(text, HERE) == expected


WRONG_HEADERS = [
    ("-- transactionl: false", ":1: unknown directive transactionl; did you mean transactional?"),
    ("-- why\n-- depend: a", ":2: unknown directive depend; did you mean depends?"),
    ("-- Depends: a", ":1: unknown directive Depends; did you mean depends?"),
    ("-- timeout: 5", ":1: unknown directive timeout"),
    ("-- transactional false", ":1: transactional false: a directive without its colon"),
    ("-- why\n-- batch = 5 by id", ":2: batch = 5 by id: a directive without its colon"),
    ("-- irreversible", ":1: irreversible: a directive without its colon"),
    ("-- batch 500 by id", ":1: batch 500 by id: a directive without its colon"),
    ("-- depends 0001_a", ":1: depends 0001_a: a directive without its colon"),
    ("-- transactional: no", ":1: transactional: no"),
    ("-- transactional: False", ":1: transactional: False"),
    ("-- transactional:", ":1: transactional: "),
    ("-- irreversible:", ":1: irreversible says nothing"),
    ("-- transactional: false\n-- transactional: true", ":2: transactional a second time"),
    ("-- irreversible: a\n-- irreversible: b", ":2: irreversible a second time"),
]


@pytest.mark.parametrize(("text", "message"), WRONG_HEADERS)
def test_wrong_directive_is_refused_with_its_line(text: str, message: str) -> None:
    assert refusal(lambda: header.read(text, HERE)).message == f"0001_a.sql{message}"


MISPLACED = {
    "below": ("SELECT 1;\n-- transactional: false", 2),
    "behind": ("SELECT 1; -- depends: a", 1),
    "inside": ("SELECT\n-- irreversible: x\n1;", 2),
    "block": ("/* transactional: false */\nSELECT 1;", 1),
    "lines of a block": ("/*\n * depends: a\n */\nSELECT 1;", 2),
    "after a block": ("/* licence */\n-- transactional: false\nSELECT 1;", 2),
    "misspelt": ("/* licence */\n-- transactionl: false\nSELECT 1;", 2),
}


@pytest.mark.parametrize(("text", "line"), MISPLACED.values(), ids=MISPLACED)
def test_directive_outside_the_header_is_refused(text: str, line: int) -> None:
    error = refusal(lambda: header.refuse_misplaced(text, HERE))
    assert error.message.startswith(f"0001_a.sql:{line}: the directive ")


@pytest.mark.parametrize("text", ["SELECT '-- depends: a';", "DO $$ -- depends: a\n$$;"])
def test_directive_in_a_string_is_none(text: str) -> None:
    header.refuse_misplaced(text, HERE)


def test_form_feed_does_not_end_a_comment() -> None:
    assert header.read("-- prose \f-- transactional: false\n", HERE).is_transactional


def forward(write: Write, text: str, name: str = "0001_a") -> script.Script:
    (migration,) = folder.read(write({name: text})).migrations
    return script.forward(migration)


TRANSACTION_CONTROL = ["BEGIN", "START TRANSACTION", "COMMIT", "END", "ROLLBACK", "ABORT"]
TRANSACTION_CONTROL += ["SAVEPOINT s", "RELEASE s", "ROLLBACK TO s", "PREPARE TRANSACTION 'x'"]


@pytest.mark.parametrize("statement", TRANSACTION_CONTROL)
@pytest.mark.parametrize("head", ["", "-- transactional: false"])
def test_transaction_control_is_refused(write: Write, head: str, statement: str) -> None:
    error = refusal(lambda: forward(write, f"{head}\nSELECT 1; /* x */ {statement};"))
    word, _, _ = statement.partition(" ")
    assert error.message.endswith(f"0001_a.sql:2:19: {word} inside a migration")


def test_words_of_transaction_control_in_a_body_are_fine(write: Write) -> None:
    body = "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;"
    assert len(forward(write, body + " DO $$ BEGIN COMMIT; END $$;").statements) == 2


CONCURRENT = [
    "CREATE INDEX CONCURRENTLY i ON a (x)",
    "DROP INDEX CONCURRENTLY i",
    "REINDEX TABLE CONCURRENTLY a",
    "REINDEX (VERBOSE, CONCURRENTLY) INDEX i",
    "ALTER TABLE a DETACH PARTITION b CONCURRENTLY",
]


@pytest.mark.parametrize("statement", CONCURRENT)
def test_concurrently_in_a_transaction_is_refused(write: Write, statement: str) -> None:
    error = refusal(lambda: forward(write, f"SELECT 1;\n{statement};"))
    assert error.message.endswith("0001_a.sql:2:1: CONCURRENTLY cannot run in a transaction")
    assert "-- transactional: false" in error.hint


@pytest.mark.parametrize("statement", CONCURRENT)
def test_concurrently_outside_a_transaction_is_fine(write: Write, statement: str) -> None:
    assert not forward(write, f"-- transactional: false\n{statement}").is_transactional


def test_refreshing_concurrently_in_a_transaction_is_fine(write: Write) -> None:
    assert forward(write, "REFRESH MATERIALIZED VIEW CONCURRENTLY m").is_transactional


@pytest.mark.parametrize("text", ["", "\n\n", "-- why\n/* and how */\n", ";;"])
def test_file_without_a_statement_is_refused(write: Write, text: str) -> None:
    error = refusal(lambda: forward(write, text))
    assert error.message.endswith("0001_a.sql: no statement in it")


def test_rollback_without_a_statement_is_refused(write: Write) -> None:
    (migration,) = folder.read(write({**A, "0001_a.rollback": "-- to be written\n"})).migrations
    error = refusal(lambda: script.way_back(migration))
    assert error.message.endswith("0001_a.rollback.sql: no statement in it")


def test_rollback_that_commits_is_refused(write: Write) -> None:
    (migration,) = folder.read(write({**A, "0001_a.rollback": "COMMIT;"})).migrations
    assert "COMMIT inside a migration" in refusal(lambda: script.way_back(migration)).message


@pytest.mark.parametrize("directive", ["depends: 0001_a", "irreversible: x"])
def test_directive_of_a_migration_in_its_rollback_is_refused(write: Write, directive: str) -> None:
    path = write({**A, "0001_a.rollback": f"-- {directive}\nSELECT 1;"})
    (migration,) = folder.read(path).migrations
    message = refusal(lambda: script.way_back(migration)).message
    assert "depends and irreversible are for the migration's own header" in message


def test_irreversible_migration_with_a_rollback_is_refused(write: Write) -> None:
    path = write({**B, "0002_b": "-- irreversible: no way\nSELECT 1;"})
    (migration,) = folder.read(path).migrations
    message = refusal(lambda: script.way_back(migration)).message
    assert message.endswith("0002_b.sql: irreversible, and yet 0002_b.rollback.sql is there")
