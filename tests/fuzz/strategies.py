"""Texts: real SQL, real SQL with slips, statements in any order, and noise."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.fuzz import seeds

STATEMENTS = st.deferred(lambda: st.sampled_from(seeds.every_statement()))
FILES = st.deferred(lambda: st.sampled_from(seeds.texts()))
PIECES = st.deferred(lambda: st.sampled_from((*seeds.tokens(), *seeds.ODD)))
WORDS = st.sampled_from(("a", "t", "ships", '"T"', "s.t", "public.ships", "pg_temp.t"))


@st.composite
def scripts(draw: st.DrawFn) -> str:
    """Return real statements in any order, as one file."""
    chosen = draw(st.lists(STATEMENTS, min_size=1, max_size=8))
    return ";\n".join(chosen) + draw(st.sampled_from((";", "", ";\n-- the end")))


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return real SQL with tokens taken out, put in, doubled and moved."""
    pieces = seeds.pieces(draw(st.one_of(STATEMENTS, FILES, scripts())))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(len(pieces) - 1, 0)))
        match draw(st.integers(0, 4)):
            case 0:
                del pieces[place : place + draw(st.integers(1, 4))]
            case 1:
                pieces.insert(place, draw(PIECES))
            case 2:
                pieces[place:place] = pieces[place : place + 3] * draw(st.integers(1, 40))
            case 3:
                pieces[place : place + 1] = [draw(PIECES)]
            case _:
                pieces[place:] = seeds.pieces(draw(STATEMENTS))
    return "".join(pieces)


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3) -> str:
    """Return an expression that PostgreSQL's parser takes."""
    if depth == 0:
        return draw(st.sampled_from(("1", "a", "NULL", "'x'", "now()", "$1", "t.*", "1.5", "true")))
    inner = expressions(depth=depth - 1)
    one, two = draw(inner), draw(inner)
    forms = (
        f"({one} + {two})", f"{one} IS NOT NULL", f"({one} OR {two})", f"f({one}, {two})",
        f"CASE WHEN {one} THEN {two} END", f"({one})::text", f"ARRAY[{one}]", f"(NOT {one})",
        f"(SELECT {one} FROM t WHERE {two})", f"({one} AND {two})", f"random() + {one}",
        f"({one}) IN ({two}, 2)", f"EXISTS (SELECT FROM ships WHERE {one})", f"COALESCE({one})",
    )  # fmt: skip
    return draw(st.sampled_from(forms))


@st.composite
def definitions(draw: st.DrawFn) -> str:
    """Return an action of ALTER TABLE."""
    name, value = draw(WORDS), draw(expressions())
    kind = draw(
        st.sampled_from(("int", "text", "varchar(5)", "serial", "numeric(3, 1)", "d", "int[]"))
    )
    more = draw(
        st.sampled_from(
            ("", "NOT NULL", f"DEFAULT {value}", f"CHECK ({value})", "REFERENCES s.t", "UNIQUE",
             "PRIMARY KEY", f"GENERATED ALWAYS AS ({value}) STORED", "COLLATE x")
        )
    )  # fmt: skip
    forms = (
        f"ADD COLUMN c {kind} {more}", f"ALTER a TYPE {kind} USING {value}", "ALTER a SET NOT NULL",
        f"ADD CONSTRAINT c CHECK ({value}) NOT VALID", "VALIDATE CONSTRAINT c", "DROP COLUMN a",
        "DROP CONSTRAINT IF EXISTS c", f"ADD FOREIGN KEY (a) REFERENCES {name} NOT VALID",
        f"ALTER a SET DEFAULT {value}", f"ATTACH PARTITION {name} DEFAULT", f"INHERIT {name}",
        f"DETACH PARTITION {name} CONCURRENTLY", "ADD PRIMARY KEY USING INDEX i", "SET LOGGED",
        f"ADD EXCLUDE USING gist (a WITH &&) WHERE ({value})", "ENABLE ROW LEVEL SECURITY",
    )  # fmt: skip
    return draw(st.sampled_from(forms))


@st.composite
def grown(draw: st.DrawFn) -> str:
    """Return a statement that a small grammar makes."""
    name, value = draw(WORDS), draw(expressions())
    actions = ", ".join(draw(st.lists(definitions(), min_size=1, max_size=4)))
    body = draw(STATEMENTS)
    forms = (
        f"ALTER TABLE {name} {actions}", f"CREATE INDEX ON {name} (({value}))",
        f"CREATE TABLE {name} (a int CHECK ({value}), b serial)", f"DROP TABLE {name} CASCADE",
        f"CREATE TABLE t AS SELECT {value} FROM {name}", f"DELETE FROM {name} WHERE {value}",
        f"UPDATE {name} SET a = {value}", f"DO $$ BEGIN {body}; END $$", f"TRUNCATE {name}",
        f"CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$ BEGIN {body}; END $f$",
        f"DO $$ BEGIN IF {value} THEN EXECUTE '{name}'; END IF; END $$", "SET search_path = s",
        f"CREATE VIEW v AS SELECT {value} FROM {name}", f"ALTER TABLE {name} RENAME TO t2",
        f"CREATE POLICY p ON {name} USING ({value})", f"INSERT INTO {name} SELECT {value}",
    )  # fmt: skip
    return draw(st.sampled_from(forms))


def noise() -> st.SearchStrategy[str]:
    """Return what is no SQL at all."""
    odd = st.lists(PIECES, max_size=30).map("".join)
    return st.one_of(st.text(max_size=200).filter(lambda one: "\0" not in one), odd)


def anything() -> st.SearchStrategy[str]:
    """Return a text of any of these kinds."""
    many = st.lists(grown(), min_size=1, max_size=5).map(";\n".join)
    return st.one_of(mutated(), scripts(), many, noise())
