"""The tools that take part, in the order in which tables show them."""

from __future__ import annotations

from bench.peer import Peer
from bench.peers.alembic import Alembic
from bench.peers.dbmate import Dbmate
from bench.peers.echoes import Echoes
from bench.peers.psql import Psql
from bench.peers.sqitch import Sqitch
from bench.peers.yoyo import Yoyo

PEERS: tuple[Peer, ...] = (Psql(), Echoes(), Dbmate(), Alembic(), Yoyo(), Sqitch())
