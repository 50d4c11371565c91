"""The linter and the reader of files, fed with what nobody would write."""
