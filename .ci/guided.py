"""The targets under atheris, which looks for what reaches further: `PYTHONPATH=. python .ci/guided.py TARGET SECONDS`.

atheris (libFuzzer for Python) is no dependency: `.ci/full` installs it where its interpreter has a wheel. A text that
breaks a reader is written to the present directory; put it into `corpus/TARGET/` with the fix.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp

import atheris

with atheris.instrument_imports(include=["pqr_core"]):
    from tests.fuzz.targets import CORPUS, SEEDS, run


def main(name: str, seconds: str) -> None:
    """Search for that long, from the seed and the corpus on; a fault ends the process with its traceback."""
    found = Path(mkdtemp())
    (found / "seed").write_bytes(SEEDS[name])
    known = [str(CORPUS / name)] if (CORPUS / name).is_dir() else []
    flags = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2048", "-verbosity=0", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *flags, str(found), *known], lambda content: run(name, content))
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
