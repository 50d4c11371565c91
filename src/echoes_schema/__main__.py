"""`python -m echoes_schema` is `echoes-schema`."""

from echoes_schema.cli import main

main()
