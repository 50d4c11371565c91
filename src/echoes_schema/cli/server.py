"""(being written)"""

import click


@click.group()
def server() -> None:
    """The embedded PostgreSQL server."""
