"""Tests of the right of reply."""
