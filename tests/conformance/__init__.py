"""Tests of `check`: a live database against its documentation."""
