"""The migrations of a folder, what a database remembers of them, and how one follows the other.

This package is the door to yoyo-migrations. yoyo gives the migration class and the `_yoyo_*`
tables, so that `yoyo list` always agrees with `status`; how a file is read, run and remembered is
written here, because yoyo's way can be left half-way.
"""
