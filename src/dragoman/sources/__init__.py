"""Feeds and sitemaps that are looked at again and again: what is new is read and kept, and how each of them fares is noted."""

from dragoman.configuration import prepare

prepare()
