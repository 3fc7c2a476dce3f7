"""PQR of Colombian public utilities: legal deadlines, case workflow, storage and indicators.

The facade: what most programs need, by one import. Nothing inside the package imports from here.
"""

from __future__ import annotations

__all__ = ("__version__",)

__version__ = "0.1.0"
