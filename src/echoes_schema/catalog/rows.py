"""One row of each catalogue query, as the server sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class RelationRow(NamedTuple):
    """A row of relations.sql."""

    oid: int
    schema: str
    name: str
    kind: str
    is_member: bool
    is_unlogged: bool
    is_partition: bool
    has_row_security: bool
    is_row_security_forced: bool
    replica_identity: str
    identity_index: str | None
    owner: str
    access_method: str | None
    tablespace: str | None
    row_type: str | None
    server: str | None
    options: list[str]
    partition_key: str | None
    bound: str | None
    parents: list[str]
    definition: str | None
    comment: str | None


class ColumnRow(NamedTuple):
    """A row of columns.sql."""

    relation: int
    number: int
    name: str
    type: str
    is_nullable: bool
    generated: str
    identity: str
    collation: str | None
    storage: str | None
    compression: str | None
    statistics: int | None
    options: list[str] | None
    foreign_options: list[str] | None
    type_oid: int
    collation_oid: int


class ColumnCommentRow(NamedTuple):
    """A row of column_comments.sql."""

    relation: int
    number: int
    comment: str


class DefaultRow(NamedTuple):
    """A row of defaults.sql."""

    relations: list[int]
    numbers: list[int]
    expression: str


class ConstraintRow(NamedTuple):
    """A row of constraints.sql."""

    oid: int
    relation: int
    name: str
    kind: str
    index_oid: int
    columns: list[int]
    referenced_relation: int
    referenced: list[int] | None
    on_delete: str
    on_update: str
    delete_columns: list[int] | None
    match: str
    is_deferrable: bool
    is_deferred: bool
    is_validated: bool
    is_inherited: bool
    expression: str | None
    operators: list[str] | None
    comment: str | None


class EnforcementRow(NamedTuple):
    """A row of constraints.pg18.sql."""

    oid: int
    is_temporal: bool
    is_enforced: bool


class IndexRow(NamedTuple):
    """A row of indexes.sql; `columns`, `opclasses`, `collations` and `options` are vectors."""

    oid: int
    relation: int
    name: str
    method: str
    is_unique: bool
    nulls_not_distinct: bool
    is_valid: bool
    is_clustered: bool
    key_count: int
    columns: str
    opclasses: str
    collations: str
    options: str
    expressions: list[str] | None
    predicate: str | None
    parameters: list[str] | None
    comment: str | None


class OpclassRow(NamedTuple):
    """A row of opclasses.sql."""

    oid: int
    schema: str
    name: str
    is_default: bool
    method: int
    type_oid: int


class CollationRow(NamedTuple):
    """A row of collations.sql."""

    oid: int
    name: str


class TriggerRow(NamedTuple):
    """A row of triggers.sql."""

    relation: int
    name: str
    type: int
    enabled: str
    columns: list[int]
    function_schema: str
    function_name: str
    arguments: bytes
    definition: str | None
    old_table: str | None
    new_table: str | None
    referenced_table: str | None
    is_constraint: bool
    is_deferrable: bool
    is_deferred: bool
    comment: str | None


class FunctionRow(NamedTuple):
    """A row of functions.sql."""

    schema: str
    name: str
    types: str
    arguments: str
    returns: str
    language: str
    body: str
    volatility: str
    parallel: str
    is_strict: bool
    is_security_definer: bool
    is_leakproof: bool
    is_window: bool
    cost: str | None
    rows: str | None
    support: str | None
    library: str | None
    owner: str
    settings: list[str]
    comment: str | None


class IndexColumnRow(NamedTuple):
    """A row of index_columns.sql."""

    relation: int
    number: int
    options: list[str]
    statistics: int | None


class NotNullRow(NamedTuple):
    """A row of not_nulls.pg18.sql."""

    relation: int
    number: int
    name: str | None
    is_local_only: bool
    is_validated: bool


class SequenceRow(NamedTuple):
    """A row of sequences.sql."""

    name: str
    owner: str
    bare_name: str
    is_unlogged: bool
    type: str
    increment: int | None
    minimum: int | None
    maximum: int | None
    start: int | None
    cache: int | None
    is_cycle: bool
    relation: int | None
    number: int | None
    relation_name: str | None
    is_identity: bool
    has_same_owner: bool
    is_kept_otherwise: bool
    is_default: bool
    comment: str | None


class PartRow(NamedTuple):
    """A row of parts.sql."""

    relation: int
    part: str
    said: str


class UnmodelledRow(NamedTuple):
    """A row of unmodelled.sql."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Relations:
    """The rows that tell what tables, views and their columns are, and what names stand for."""

    relations: list[RelationRow]
    columns: list[ColumnRow]
    column_comments: list[ColumnCommentRow]
    defaults: list[DefaultRow]
    sequences: list[SequenceRow]
    not_nulls: list[NotNullRow]
    opclasses: list[OpclassRow]
    collations: list[CollationRow]


@dataclass(frozen=True, slots=True)
class Keys:
    """The rows of constraints and indexes."""

    constraints: list[ConstraintRow]
    enforcements: list[EnforcementRow]
    indexes: list[IndexRow]
    index_columns: list[IndexColumnRow]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All other rows of a reading; `objects` are those of queries/objects, column by column."""

    triggers: list[TriggerRow]
    functions: list[FunctionRow]
    parts: list[PartRow]
    unmodelled: list[UnmodelledRow]
    objects: list[Mapping[str, str | None]]
