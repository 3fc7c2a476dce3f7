"""Tools for the tests of hosts and of other back ends: conformance suite, strategies, fixtures, linter."""
