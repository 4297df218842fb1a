"""Packages, archives, compound files and XML, opened with care."""
