"""A schema that statements are applied to, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from echoes_schema.parser.tree import Name, qualified
from echoes_schema.replay.objects import Domain, Enum, ForeignKey, Index, Read, Table

TEMPORARY = "pg_temp"


class Replayed:
    """Everything that is known so far. `search_path` is that of the script which runs now.

    `functions` has the volatility by name: `volatile` where one of several is.
    """

    def __init__(self) -> None:
        self.tables: dict[Name, Table] = {}
        self.enums: dict[Name, Enum] = {}
        self.functions: dict[Name, str] = {}
        self.domains: dict[Name, Domain] = {}
        self.search_path: tuple[str, ...] = ("public",)
        # By the name that keys, partitions and views refer to, whoever may do so: most ask for
        # nobody.
        self._referring: dict[str, frozenset[Name]] = {}

    def copy(self) -> Replayed:
        """Return another one that changes by itself."""
        other = Replayed()
        other.tables, other.enums = self.tables.copy(), self.enums.copy()
        other.functions, other.domains = self.functions.copy(), self.domains.copy()
        other._referring = self._referring.copy()
        return other

    def new_name(self, name: Name) -> Name:
        """Return where a thing of that name is made."""
        schema, bare = name
        return (schema or (self.search_path[0] if self.search_path else "public"), bare)

    def names(self, name: Name) -> Iterator[Name]:
        """Yield every place where a thing of that name is looked for, in turn."""
        schema, bare = name
        if schema:
            yield name
            return
        for place in (TEMPORARY, *self.search_path):
            yield place, bare

    def table(self, name: Name) -> Table | None:
        """Return the table, view or materialized view of a written name, None where unknown."""
        if name[0]:
            return self.tables.get(name)
        return next((self.tables[one] for one in self.names(name) if one in self.tables), None)

    def table_of_index(self, name: Name) -> tuple[Table, Index] | None:
        """Return an index of that name and its table; an index lies in its table's schema."""
        places = [place for place, _ in self.names(name)]
        for table in self.tables.values():
            index = table.index(name[1]) if table.name[0] in places else None
            if index:
                return table, index
        return None

    def referencing(self, table: Table) -> list[Table]:
        """Return the tables with a foreign key to this one, itself left out."""
        return [
            other
            for other in self._maybe_referring(table)
            if other.name != table.name
            and any(self._refers(key, table) for key in other.foreign_keys)
        ]

    def _refers(self, key: ForeignKey, table: Table) -> bool:
        # The name tells most of them apart, sooner than looking them up.
        return key.referenced[1] == table.name[1] and self.table(key.referenced) is table

    def partitions(self, table: Table) -> list[Table]:
        """Return the partitions right below a table."""
        return [one for one in self._maybe_referring(table) if one.partition_of == table.name]

    def readers(self, table: Table, column: str = "") -> list[Table]:
        """Return the views whose query surely reads a column, or for "" the relation itself."""
        return [
            other
            for other in self._maybe_referring(table)
            if other.name != table.name and (table.name, column) in other.reads
        ]

    def forget_reads(self, view: str = "") -> None:
        """Be sure no more of what the views of a bare name read, or of what any reads."""
        for table in list(self.tables.values()):
            if table.reads and view in ("", table.name[1]):
                self.put(replace(table, reads=frozenset()))

    def default_partition(self, table: Table) -> Table | None:
        return next((one for one in self.partitions(table) if one.is_default_partition), None)

    def put(self, table: Table) -> None:
        """Make or change a table."""
        self.tables[table.name] = table
        referred = [key.referenced[1] for key in table.foreign_keys]
        referred += {name[1] for name, _ in table.reads}
        if table.partition_of:
            referred.append(table.partition_of[1])
        for name in referred:
            known = self._referring.get(name, frozenset())
            if table.name not in known:
                self._referring[name] = known | {table.name}

    def fill_like(self, other: Replayed) -> None:
        """Put rows into the tables that have some in `other`, a copy that went on by itself."""
        for name, table in other.tables.items():
            known = self.tables.get(name)
            if known and table.is_populated and not known.is_populated:
                self.put(replace(known, is_populated=True))

    def _maybe_referring(self, table: Table) -> list[Table]:
        names = self._referring.get(table.name[1])
        return [one for one in self.tables.values() if one.name in names] if names else []

    def drop(self, name: Name) -> None:
        """Take a table away, and the foreign keys that refer to it: CASCADE is none of ours."""
        table = self.table(name)
        if table is None:
            return
        for other in self.referencing(table):
            kept = [key for key in other.foreign_keys if not self._refers(key, table)]
            self.put(replace(other, foreign_keys=tuple(kept)))
        # First it, then its partitions: a slip may have made it one of its own.
        del self.tables[table.name]
        for partition in self.partitions(table):
            self.drop(partition.name)

    def rename(self, old: Table, name: Name) -> None:
        """Move a table, and what refers to it."""
        for other in self.referencing(old):
            keys = [
                replace(key, referenced=name) if self._refers(key, old) else key
                for key in other.foreign_keys
            ]
            self.put(replace(other, foreign_keys=tuple(keys)))
        for partition in self.partitions(old):
            self.put(replace(partition, partition_of=name))
        self._read_anew(old, lambda read: (name, read[1]))
        del self.tables[old.name]
        self.put(replace(old, name=name))

    def rename_column(self, table: Table, old: str, new: str) -> None:
        """Let views read a column under its new name."""
        self._read_anew(table, lambda read: (read[0], new if read[1] == old else read[1]))

    def _read_anew(self, table: Table, changed: Callable[[Read], Read]) -> None:
        for view in self.readers(table):
            reads = {changed(one) if one[0] == table.name else one for one in view.reads}
            self.put(replace(view, reads=frozenset(reads)))

    def enum(self, names: Sequence[str]) -> Enum | None:
        """Return the enum of a written type name, None where unknown."""
        name = (names[-2] if len(names) > 1 else "", names[-1])
        return next((self.enums[one] for one in self.names(name) if one in self.enums), None)

    def volatility(self, name: Name) -> str:
        """Return what a function of the project is declared, "" where unknown."""
        return next((self.functions[one] for one in self.names(name) if one in self.functions), "")

    def domain(self, name: Name) -> Domain | None:
        """Return the domain of a written type name, None where there is none or it is unknown."""
        return next((self.domains[one] for one in self.names(name) if one in self.domains), None)

    def domain_of(self, kind: str) -> Domain | None:
        """Return the domain that a type is, as columns name it, None where it is something else."""
        return self.domain(qualified(kind.split("."))) if self.domains else None
