"""The embedded server, with real servers in folders of their own."""
