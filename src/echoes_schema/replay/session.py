"""What a session is in the midst of: its transaction, its settings, and what it did so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from echoes_schema.parser import tree
from echoes_schema.parser.statements import Statement

_BEGINS = {"TRANS_STMT_BEGIN", "TRANS_STMT_START"}
_ENDS = {"TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK", "TRANS_STMT_PREPARE"}
_Values = dict[str, str]


@dataclass(slots=True)
class Session:
    """The state before a statement.

    `is_in_transaction`: others may see nothing yet and every lock is held. `transaction` is a
    number that no two share. `done` are the statements of this transaction so far. `settings`
    has what was set, as text without its quotes: `{"lock_timeout": "2s"}`.
    """

    is_in_transaction: bool = False
    transaction: int = 1
    done: list[Statement] = field(default_factory=list)
    _session: _Values = field(default_factory=dict)
    _local: _Values = field(default_factory=dict)
    _before: _Values = field(default_factory=dict)
    _savepoints: list[tuple[str, _Values, _Values]] = field(default_factory=list)

    @property
    def settings(self) -> Mapping[str, str]:
        return {**self._session, **self._local}

    @property
    def search_path(self) -> tuple[str, ...]:
        """Where names without a schema are looked for; a user's own schema is none of ours."""
        said = self._local.get("search_path", self._session.get("search_path"))
        if said is None:
            return ("public",)
        names = (name.strip().strip('"') for name in said.split(","))
        return tuple(name for name in names if name not in ("", "$user"))

    def take(self, statement: Statement) -> None:
        """Go on past a statement."""
        if statement.kind == "TransactionStmt":
            self._control(statement)
        elif not self.is_in_transaction:
            self._set(statement)
            self.begin(is_block=False)
        else:
            self._set(statement)
            self.done.append(statement)

    def inside(self) -> Session:
        """Return a copy for what a block of code runs: always in a transaction."""
        return replace(
            self,
            is_in_transaction=True,
            done=list(self.done),
            _session=dict(self._session),
            _local=dict(self._local),
        )

    def begin(self, *, is_block: bool = True) -> None:
        """Begin the next transaction: a block, or that of a statement alone."""
        self.is_in_transaction = is_block
        self.transaction += 1
        self.done = []
        self._local, self._before, self._savepoints = {}, dict(self._session), []

    def set(self, name: str, value: str, *, is_local: bool = False) -> None:
        if is_local:
            self._local[name] = value
        else:
            self._local.pop(name, None)
            self._session[name] = value

    def _control(self, statement: Statement) -> None:
        kind = tree.word(statement.node, "kind")
        name = tree.word(statement.node, "savepoint_name")
        if kind in _BEGINS:
            if not self.is_in_transaction:
                self.begin()
        elif kind in _ENDS:
            if kind == "TRANS_STMT_ROLLBACK":
                self._session = dict(self._before)
            self.begin(is_block=bool(statement.node.get("chain")))
        elif kind == "TRANS_STMT_SAVEPOINT":
            self._savepoints.append((name, dict(self._session), dict(self._local)))
        elif kind == "TRANS_STMT_ROLLBACK_TO":
            self._roll_back_to(name)

    def _roll_back_to(self, name: str) -> None:
        for known, session, local in reversed(self._savepoints):
            if known == name:
                self._session, self._local = dict(session), dict(local)
                return

    def _set(self, statement: Statement) -> None:
        if statement.kind == "VariableSetStmt":
            self._set_variable(statement.node)
        elif statement.kind == "DiscardStmt" and statement.node.get("target") == "DISCARD_ALL":
            self._session, self._local = {}, {}
        elif statement.kind == "SelectStmt" and "set_config" in statement.sql:
            for call in tree.below(statement.node, "FuncCall"):
                self._set_config(call)

    def _set_variable(self, node: tree.Node) -> None:
        kind, name = tree.word(node, "kind"), tree.word(node, "name")
        if kind == "VAR_SET_VALUE":
            is_local = bool(node.get("is_local"))
            if is_local and not self.is_in_transaction:
                return
            values = [_constant(one) for one in tree.nodes(node, "args", "A_Const")]
            self.set(name, ", ".join(values), is_local=is_local)
        elif kind in ("VAR_RESET", "VAR_SET_DEFAULT"):
            self._session.pop(name, None)
            self._local.pop(name, None)
        elif kind == "VAR_RESET_ALL":
            self._session, self._local = {}, {}

    def _set_config(self, call: tree.Node) -> None:
        if tree.strings(call, "funcname")[-1:] != ("set_config",):
            return
        values = [_constant(one) for one in tree.nodes(call, "args", "A_Const")]
        if len(values) >= 2:
            is_local = any(
                "boolval" in one and tree.child(one, "boolval").get("boolval")
                for one in tree.nodes(call, "args", "A_Const")
            )
            if self.is_in_transaction or not is_local:
                self.set(values[0], values[1], is_local=is_local)


def _constant(node: tree.Node) -> str:
    if "sval" in node:
        return tree.word(tree.child(node, "sval"), "sval")
    if "fval" in node:
        return tree.word(tree.child(node, "fval"), "fval")
    return str(tree.child(node, "ival").get("ival", 0))
