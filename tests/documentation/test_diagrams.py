"""What a diagram shows: tables, keys, and how many of one belong to how many of the other."""

import re
from xml.etree import ElementTree

import psycopg
import pytest

from echoes_schema import catalog, diagrams
from echoes_schema.diagrams import Detail, Diagram, Link, dot, mermaid, svg
from echoes_schema.diagrams.detail import detailed
from echoes_schema.diagrams.layout import arrange

PARENT = "CREATE TABLE parent (id int PRIMARY KEY, code int UNIQUE);"
# What follows the column `parent_id`, the table's further parts, and the ends of the line.
CARDINALITIES = {
    "many, each with a parent": ("NOT NULL", "", "||..o{"),
    "many, some without a parent": ("", "", "|o..o{"),
    "one by a key": ("NOT NULL UNIQUE", "", "||..o|"),
    "one by the primary key": ("PRIMARY KEY", "", "||--o|"),
    "part of the primary key": ("", ", n int, PRIMARY KEY (parent_id, n)", "||--o{"),
    "a key of more columns": ("NOT NULL", ", n int, UNIQUE (parent_id, n)", "||..o{"),
}
INDEXES = {
    "one by an index": ("(parent_id)", "|o..o|"),
    "many by a partial index": ("(parent_id) WHERE n > 0", "|o..o{"),
    "many by an expression": ("((parent_id + 1))", "|o..o{"),
}


def read(connection: psycopg.Connection, sql: str) -> Diagram:
    connection.execute(sql.encode())
    return diagrams.whole(catalog.read(connection))


def ends(diagram: Diagram) -> str:
    (line,) = [line for line in mermaid.write(diagram).split("\n") if " : " in line]
    return line.split()[1]


@pytest.mark.parametrize(("column", "more", "line"), CARDINALITIES.values(), ids=CARDINALITIES)
def test_line_tells_how_many(empty: psycopg.Connection, column: str, more: str, line: str) -> None:
    child = f"CREATE TABLE child (parent_id int {column} REFERENCES parent{more})"
    assert ends(read(empty, PARENT + child)) == line


@pytest.mark.parametrize(("index", "line"), INDEXES.values(), ids=INDEXES)
def test_unique_index_makes_it_one(empty: psycopg.Connection, index: str, line: str) -> None:
    child = "CREATE TABLE child (parent_id int REFERENCES parent, n int);"
    diagram = read(empty, f"{PARENT}{child} CREATE UNIQUE INDEX ON child {index}")
    assert ends(diagram) == line


def test_match_full_needs_all_columns_to_be_null(empty: psycopg.Connection) -> None:
    sql = """
        CREATE TABLE parent (a int, b int, PRIMARY KEY (a, b));
        CREATE TABLE child (a int NOT NULL, b int, FOREIGN KEY (a, b) REFERENCES parent MATCH FULL)
    """
    assert ends(read(empty, sql)) == "||..o{"


def test_attributes_tell_their_keys(empty: psycopg.Connection) -> None:
    sql = "CREATE TABLE child (parent_id int PRIMARY KEY REFERENCES parent, other int)"
    child, parent = read(empty, PARENT + sql).entities
    assert [attribute.keys for attribute in child.attributes] == [("PK", "FK"), ()]
    assert [attribute.keys for attribute in parent.attributes] == [("PK",), ("UK",)]


def test_partition_is_drawn_as_its_table(empty: psycopg.Connection) -> None:
    sql = """
        CREATE TABLE child (n int REFERENCES parent, m int) PARTITION BY LIST (n);
        CREATE TABLE "child DEFAULT" PARTITION OF child DEFAULT PARTITION BY LIST (m);
        CREATE TABLE leaf PARTITION OF "child DEFAULT" FOR VALUES IN (1);
        ALTER TABLE leaf ADD CONSTRAINT own FOREIGN KEY (m) REFERENCES parent;
        ALTER TABLE leaf ADD CONSTRAINT same FOREIGN KEY (n) REFERENCES parent;
    """
    diagram = read(empty, PARENT + sql)
    assert [entity.name for entity in diagram.entities] == ["child", "parent"]
    assert [(link.child, link.columns) for link in diagram.links] == [
        ("child", ("n",)),
        ("child", ("m",)),
    ]


def test_neighbours_stand_at_the_edge_without_columns(migrated: psycopg.Connection) -> None:
    everything = diagrams.whole(catalog.read(migrated))
    part = diagrams.diagram(everything, ["market_prices"])
    assert {entity.name: bool(entity.attributes) for entity in part.entities} == {
        "market_prices": True,
        "module_types": False,
    }


def chain(length: int) -> Diagram:
    names = [f"table_{number:04}" for number in range(length)]
    attributes = (diagrams.Attribute("id", "integer", ("PK",)), diagrams.Attribute("n", "text"))
    links = [
        Link(
            "fkey",
            name,
            ("id",),
            names[number // 2],
            ("id",),
            is_optional=False,
            is_unique=False,
            is_identifying=False,
        )
        for number, name in enumerate(names)
    ]
    return Diagram(tuple(diagrams.Entity(name, attributes) for name in names), tuple(links))


def test_too_much_is_drawn_in_less_detail() -> None:
    shown = chain(40)
    texts = {detail: mermaid.write(detailed(shown, detail)) for detail in Detail}
    lengths = [len(text) for text in texts.values()]
    assert lengths == sorted(lengths, reverse=True)
    for detail, text in texts.items():
        drawing = diagrams.drawn(shown, mermaid.write, wanted=Detail.COLUMNS, limit=len(text))
        assert drawing == diagrams.Drawn(text, detail)
    limit = min(lengths) - 1
    assert diagrams.drawn(shown, mermaid.write, wanted=Detail.COLUMNS, limit=limit) is None


@pytest.mark.parametrize("length", [1, 2, 30, 1000])
def test_no_box_stands_above_another(length: int) -> None:
    layout = arrange(chain(length))
    boxes = sorted(layout.boxes.values(), key=lambda box: box.x)
    assert len(boxes) == length
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            if other.x >= one.x + one.width:
                break
            assert other.y >= one.y + one.height or one.y >= other.y + other.height
    assert max(box.x + box.width for box in boxes) == layout.width
    rails = [rail.y for found in layout.rails.values() for rail in found]
    lowest = max([*rails, *(box.y + box.height for box in boxes)])
    assert layout.height - 40 < lowest <= layout.height


def far_children(length: int) -> Diagram:
    """Return a chain in which the first two tables are parents of all others too."""
    names = [f"table_{number:02}" for number in range(length)]
    pairs = {(max(0, number - 1), number) for number in range(1, length)}
    pairs |= {(parent, child) for parent in (0, 1) for child in range(parent + 1, length)}
    links = (
        Link("fkey", names[child], ("id",), names[parent], ("id",), False, False, False)
        for parent, child in sorted(pairs)
    )
    return Diagram(tuple(diagrams.Entity(name) for name in names), tuple(links))


def points(path: str) -> list[tuple[float, float]]:
    """Return points on a line of moves, level pieces and cubic curves, close to each other."""
    found: list[tuple[float, float]] = []
    for command, said in re.findall("([MHC])([^MHC]+)", path):
        given = [float(one) for one in said.split()]
        if command == "M":
            found.append((given[0], given[1]))
            continue
        x, y = found[-1]
        ends = [*given, y, *given, y, *given, y] if command == "H" else given
        for step in range(1, 51):
            t, s = step / 50, 1 - step / 50
            parts = (s**3, 3 * s * s * t, 3 * s * t * t, t**3)
            xs, ys = (x, *ends[0::2]), (y, *ends[1::2])
            found.append(
                (
                    sum(part * one for part, one in zip(parts, xs, strict=True)),
                    sum(part * one for part, one in zip(parts, ys, strict=True)),
                )
            )
    return found


@pytest.mark.parametrize("shape", [chain(40), far_children(12)], ids=["tree", "far children"])
def test_line_to_a_child_passes_under_no_box(shape: Diagram) -> None:
    boxes = arrange(shape).boxes.values()
    others = Diagram(shape.entities, tuple(one for one in shape.links if one.child != one.parent))
    lines = re.findall(r'<path class="link loose" d="([^"]*)"', svg.write(others, "no box"))
    assert len(lines) == len(others.links)
    hidden = [
        line
        for line in lines
        for x, y in points(line)
        for box in boxes
        if 1 < x - box.x < box.width - 1 and 1 < y - box.y < box.height - 1
    ]
    assert hidden == []


def test_cycle_is_arranged() -> None:
    one, other = chain(2).links
    links = (
        one,
        other,
        Link("back", one.child, ("id",), other.child, ("id",), False, False, False),
    )
    assert len(arrange(Diagram(chain(2).entities, links)).boxes) == 2


def test_drawing_is_xml_with_every_table_and_line(migrated: psycopg.Connection) -> None:
    diagram = diagrams.whole(catalog.read(migrated))
    root = ElementTree.fromstring(svg.write(diagram, "a < b"))
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {entity.name for entity in diagram.entities} <= set(texts)
    paths = [path.get("class") or "" for path in root.iter("{http://www.w3.org/2000/svg}path")]
    assert sum(kind.startswith("link") for kind in paths) == len(diagram.links)


def test_line_ends_at_its_column(empty: psycopg.Connection) -> None:
    sql = "CREATE TABLE child (a int, b int REFERENCES parent)"
    text = svg.write(read(empty, PARENT + sql), "one line")
    (end,) = re.findall(r'class="link loose" d="[^"]* ([0-9.]+)"', text)
    (top,) = re.findall(r'translate\(\S+ (\S+)\)">\n<title>child<', text)
    (row,) = re.findall(r'x="26" y="([0-9]+)">b<', text)
    assert 0 < float(top) + float(row) - float(end) < 6


def test_graph_names_every_table_and_line(empty: psycopg.Connection) -> None:
    diagram = read(empty, f'{PARENT} CREATE TABLE "<a> ""b""" (n int REFERENCES parent (code))')
    text = dot.write(diagram)
    assert "<b>&quot;&lt;a&gt; &quot;&quot;b&quot;&quot;&quot;</b>" in text
    assert re.findall(r"(\S+) -> (\S+) \[", text)[0][1] == '"parent"'
