"""Folders and histories of other tools."""
