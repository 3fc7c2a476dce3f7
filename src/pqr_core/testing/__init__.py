"""For the test suites of hosts and of other back ends: conformance, strategies, fixtures."""
