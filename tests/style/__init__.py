"""Tests of the style: `lint --style` and `fmt`."""
