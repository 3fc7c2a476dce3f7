"""Run every script and notebook of examples/ in an empty directory of its own; the first that fails ends the run.

The programs of `examples/hosts/` need a server, or a framework: `tests/hosts` runs them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"
HOSTS = EXAMPLES / "hosts"


def main() -> int:
    """Return 0 when there are examples and each of them ends well, silently and without warnings."""
    scripts = sorted(path for path in EXAMPLES.rglob("*.py") if HOSTS not in path.parents)
    if not scripts:
        print(f"no examples in {EXAMPLES}")
        return 1
    for script in scripts:
        with tempfile.TemporaryDirectory() as empty:
            command = [sys.executable, "-W", "error", str(script)]
            result = subprocess.run(command, cwd=empty, capture_output=True, text=True, check=False)
        print(f"{'ok' if result.returncode == 0 else 'FAILED'}  {script.name}")
        if result.returncode:
            print(result.stdout, result.stderr, sep="\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
