"""Adapters to what a host uses besides this library; each needs its own package."""
