"""Readers tested on texts that nobody would write: `targets` has the readers, `corpus/` the texts that broke one."""
