"""What a rule is shown with a statement: where it stands, and the state before it runs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from echoes_schema import locks
from echoes_schema.locks import Answer, Touch, builtins
from echoes_schema.parser import plpgsql, statements, tree
from echoes_schema.parser.plpgsql import Body
from echoes_schema.parser.statements import Statement
from echoes_schema.parser.tree import Name, Node
from echoes_schema.replay import Replayed, Session, Table
from echoes_schema.rulebook.made import MAKING, made
from echoes_schema.rulebook.problem import Problem
from echoes_schema.rulebook.script import Direction, Script
from echoes_schema.settings.linting import Linting


@dataclass(frozen=True)
class Command:
    """One action of an ALTER TABLE.

    `column` is the column that it is about, or "". `definition` are the fields of the ColumnDef,
    Constraint or PartitionCmd that it carries. `number` is its place in the statement, from 0.
    """

    subtype: str
    node: Node
    number: int

    @cached_property
    def definition(self) -> Node:
        inner = [one for one in tree.child(self.node, "def").values() if isinstance(one, dict)]
        return inner[0] if inner else {}

    @property
    def column(self) -> str:
        return tree.word(self.node, "name") or tree.word(self.definition, "colname")


@dataclass(frozen=True)
class At:
    """One statement in its context. `schema` and `session` are as they are before it runs.

    `coming` returns the columns of the indexes that any migration of the same run makes, by table.
    `is_repeated`: it stands in a loop that commits nothing.
    """

    statement: Statement
    script: Script
    number: int
    schema: Replayed
    session: Session
    settings: Linting
    coming: Callable[[], Mapping[str, tuple[tuple[str, ...], ...]]] = dict
    is_repeated: bool = False

    @property
    def node(self) -> Node:
        return self.statement.node

    @property
    def kind(self) -> str:
        return self.statement.kind

    @property
    def is_down(self) -> bool:
        return self.script.direction is Direction.DOWN

    @property
    def is_inside(self) -> bool:
        """Whether it stands in the body of a block or function, and may run or not."""
        place = bisect_left(self.script.reading.offsets, self._begin)
        return self.script.reading.offsets[place : place + 1] != [self._begin]

    @cached_property
    def relation(self) -> Name:
        """The relation that the statement names first, as written."""
        return tree.relation(self.node)

    @cached_property
    def table(self) -> Table | None:
        """What is known of that relation, None where nothing is."""
        return self.schema.table(self.relation)

    @cached_property
    def touches(self) -> tuple[Touch, ...]:
        """What the statement locks, how, and what it does under the lock."""
        return locks.of(self.statement)

    @cached_property
    def body(self) -> Body:
        """What runs in the body of a DO block or function in PL/pgSQL; empty in other languages."""
        is_plpgsql = self.language == "plpgsql"
        return plpgsql.body(self.statement, self.script.reading.text) if is_plpgsql else Body()

    @property
    def language(self) -> str:
        """The language of a DO block or function."""
        options = tree.nodes(self.node, "options", "DefElem") or tree.nodes(
            self.node, "args", "DefElem"
        )
        said = [
            tree.word(tree.child(tree.child(option, "arg"), "String"), "sval")
            for option in options
            if option.get("defname") == "language"
        ]
        return said[-1] if said else "plpgsql" if self.kind == "DoStmt" else "sql"

    @cached_property
    def runs(self) -> tuple[tuple[Statement, Body], ...]:
        """What runs inside: a DO block, each function of the script that it calls, a PREPARE."""
        if self.kind == "DoStmt":
            return ((self.statement, self.body),)
        if self.kind == "ExecuteStmt":
            return self._prepared
        made = self.script.reading.by_kind.get("CreateFunctionStmt", ())
        if not made or self.kind not in ("SelectStmt", "CallStmt"):
            return ()
        called = _called(self.node)
        above = [one for one in made if one.offset < self._begin]
        # Replaced, the last one runs.
        last = {tree.strings(one.node, "funcname")[-1:]: one for one in above}
        return tuple((one, self._body_of(one)) for name, one in last.items() if name in called)

    @property
    def _prepared(self) -> tuple[tuple[Statement, Body], ...]:
        """The PREPARE that an EXECUTE runs, none where another script has it."""
        above = [
            one
            for one in self.script.reading.by_kind.get("PrepareStmt", ())
            if one.offset < self._begin and one.node.get("name") == self.node.get("name")
        ]
        text = self.script.reading.text
        return tuple((one, plpgsql.of_prepared(one, text)) for one in above[-1:])

    @property
    def is_called_later(self) -> bool:
        """Return whether a statement of the script calls the function that this one makes."""
        name = tree.strings(self.node, "funcname")[-1:]
        return any(name in _called(node) for node in self.nodes_below("SelectStmt", "CallStmt"))

    def _body_of(self, function: Statement) -> Body:
        other = replace(self, statement=function)
        if other.language == "sql":
            return plpgsql.of_sql(function, self.script.reading.text)
        return other.body

    @cached_property
    def held(self) -> tuple[Touch, ...]:
        """What the statements before it in the same transaction have locked, and still do."""
        return tuple(touch for one in self.session.done for touch in locks.of(one))

    def lock(self, name: Name) -> str:
        """Return `ACCESS EXCLUSIVE, which blocks reads and writes` for a relation, or ""."""
        modes = [touch.mode for touch in self.touches if touch.relation == name]
        return f"{max(modes)}, which blocks {max(modes).blocks}" if modes else ""

    def is_volatile(self, expression: object) -> Answer:
        """Return whether an expression calls a volatile function, the project's own included."""
        answer = Answer.NO
        for call in tree.below(expression, "FuncCall"):
            declared = self.schema.volatility(tree.qualified(tree.strings(call, "funcname")))
            if declared:
                answer |= Answer.YES if declared == "volatile" else Answer.NO
            else:
                answer |= builtins.is_volatile({"FuncCall": {"funcname": call.get("funcname")}})
        return answer

    def is_unshared(self, name: Name) -> bool:
        """Return whether nobody can wait for a relation, and no row is in it.

        It is temporary, or this script made it and has not filled it.
        """
        table = self.schema.table(name)
        if table is None:
            return False
        return table.is_temporary or (table.born == self.number and not table.is_populated)

    def is_at_stake(self, name: Name) -> bool:
        """Return whether somebody can wait for a relation that is still there afterwards."""
        return not self.is_unshared(name) and not self._is_dropped_later(name)

    def is_made_here(self, name: Name) -> bool:
        """Return whether this script has made or named a thing so far, with rows or without."""
        table = self.schema.table(name)
        if table and (table.is_temporary or table.born == self.number):
            return True
        return any(
            name[1] == one[1]
            for kind in MAKING
            for earlier in self.script.reading.by_kind.get(kind, ())
            if earlier.offset < self._begin
            for one in made(earlier)
        )

    def is_view_made_later(self, name: Name) -> bool:
        """Return whether this script puts a view of that name in the place of something."""
        return any(
            tree.relation(node, "view")[1] == name[1] for node in self.nodes_below("ViewStmt")
        )

    def _is_dropped_later(self, name: Name) -> bool:
        return any(
            name == tree.qualified(path)
            for node in self.nodes_below("DropStmt")
            if node.get("removeType") == "OBJECT_TABLE"
            for path in tree.paths(node, "objects")
        )

    @property
    def before(self) -> tuple[Statement, ...]:
        """The statements of the script before this one, whatever transaction they are in."""
        return self.script.statements[: bisect_left(self.script.reading.offsets, self._begin)]

    @property
    def after(self) -> tuple[Statement, ...]:
        """The statements of the script after this one."""
        return self.script.statements[bisect_right(self.script.reading.offsets, self._begin) :]

    @property
    def _begin(self) -> int:
        return self.statement.offset

    def commands(self, *subtypes: str) -> list[Command]:
        """Return the actions of an ALTER TABLE that are of these subtypes, or all."""
        found = self._commands
        return [one for one in found if one.subtype in subtypes] if subtypes else found

    @cached_property
    def _commands(self) -> list[Command]:
        nodes = tree.nodes(self.node, "cmds", "AlterTableCmd")
        return [Command(tree.word(one, "subtype"), one, place) for place, one in enumerate(nodes)]

    def columns(self) -> list[tuple[Command | None, Node]]:
        """Return the columns that CREATE TABLE or ADD COLUMN define, with the action, if any."""
        return self._columns

    @cached_property
    def _columns(self) -> list[tuple[Command | None, Node]]:
        new = tree.nodes(self.node, "tableElts", "ColumnDef")
        added = [(one, one.definition) for one in self.commands("AT_AddColumn")]
        return [*((None, node) for node in new), *added]

    def keys(self, contype: str) -> Iterator[tuple[Command | None, Node, tuple[str, ...]]]:
        """Yield the keys of a contype that CREATE or ALTER TABLE define, and their columns."""
        field = "fk_attrs" if contype == "CONSTR_FOREIGN" else "keys"
        for command, node, column in self._constraints:
            if node.get("contype") == contype:
                yield command, node, (column,) if column else tree.strings(node, field)

    @cached_property
    def _constraints(self) -> list[tuple[Command | None, Node, str]]:
        """Each constraint that CREATE or ALTER TABLE define, and the column that it stands in."""
        found: list[tuple[Command | None, Node, str]] = [
            (command, node, tree.word(column, "colname"))
            for command, column in self._columns
            for node in tree.nodes(column, "constraints", "Constraint")
        ]
        found += [(None, one, "") for one in tree.nodes(self.node, "tableElts", "Constraint")]
        return found + [(one, one.definition, "") for one in self.commands("AT_AddConstraint")]

    def nodes_above(self, *kinds: str) -> Iterator[Node]:
        """Yield the statements of these kinds above this one in the script."""
        for kind in kinds:
            for one in self.script.reading.by_kind.get(kind, ()):
                if one.offset < self._begin:
                    yield one.node

    def nodes_below(self, *kinds: str) -> Iterator[Node]:
        """Yield the statements of these kinds below this one in the script."""
        for kind in kinds:
            for one in self.script.reading.by_kind.get(kind, ()):
                if one.offset > self._begin:
                    yield one.node

    def constraints(self, *kinds: str) -> Iterator[tuple[Command, Node]]:
        """Yield the constraints of these contypes that are added, also those inside ADD COLUMN."""
        for command in self.commands("AT_AddConstraint", "AT_AddColumn"):
            inline = tree.nodes(command.definition, "constraints", "Constraint")
            for node in inline if command.subtype == "AT_AddColumn" else (command.definition,):
                if tree.word(node, "contype") in kinds:
                    yield command, node

    @property
    def constraints_added(self) -> set[str]:
        """The names of the constraints that this transaction has given the table so far."""
        done = self.session.done if self.session.is_in_transaction else []
        return {
            tree.word(tree.child(tree.child(command, "def"), "Constraint"), "conname")
            for statement in (*done, self.statement)
            if tree.relation(statement.node)[1] == self.relation[1]
            for command in tree.nodes(statement.node, "cmds", "AlterTableCmd")
        }

    def problem(
        self,
        message: str,
        *,
        about: str = "",
        hint: str = "",
        where: Command | Node | None = None,
        settle: str = "",
    ) -> Problem:
        """Return a problem of this statement, of one action of it or of a node in it."""
        offset, end = self._place(where)
        return Problem(message, about or shown(self.relation), hint, offset, end, settle)

    def _place(self, where: Command | Node | None) -> tuple[int, int]:
        begin, end = self.statement.offset, self.statement.offset + len(self.statement.sql)
        if isinstance(where, Command):
            return self._actions[where.number]
        location = where.get("location") if where else None
        return (self._character(location), end) if isinstance(location, int) else (begin, end)

    def _character(self, byte: int) -> int:
        text = self.script.reading.text
        return byte if text.isascii() else len(text.encode()[:byte].decode(errors="ignore"))

    @cached_property
    def _actions(self) -> list[tuple[int, int]]:
        """Where each action begins and ends; the node of the parser does not say it."""
        count, base = len(tree.children(self.node, "cmds")), self.statement.offset
        whole = [(base, base + len(self.statement.sql))]
        if count == 1:
            return whole
        sql, depth, begin, found = self.statement.sql, 0, 0, []
        tokens = [one for one in statements.scan(sql) if one.name not in statements.COMMENTS]
        for token, following in pairwise(tokens):
            character = sql[token.start : token.end + 1]
            depth += {"(": 1, ")": -1}.get(character, 0)
            if character == "," and depth == 0:
                found.append((base + begin, base + token.start))
                begin = following.start
        found.append((base + begin, base + len(sql)))
        return found if len(found) == count else whole * count


def _called(node: Node) -> set[tuple[str, ...]]:
    """Return the bare names of the functions that a SELECT or CALL calls."""
    calls = (tree.child(node, "funccall"), *tree.below(node, "FuncCall"))
    return {tree.strings(call, "funcname")[-1:] for call in calls}


def shown(name: Name, kind: str = "table") -> str:
    """Return `table public.users`, as findings name their object; "" for no name."""
    return f"{kind} {'.'.join(part for part in name if part)}" if name[1] else ""
