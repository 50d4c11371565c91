"""What the tests stand on: a server, databases with the schema, the real program."""
