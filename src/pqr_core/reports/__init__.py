"""The reports of an office: the monthly file of the regulator, the register of petitions, the follow-up of a period.

This package holds their forms and checks. The codes of a country are values that the caller passes in.
"""

from __future__ import annotations

__all__ = ()
