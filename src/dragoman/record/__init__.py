"""Keeps Readings and compares them: one Record, in SQLite or PostgreSQL.

`dragoman.record.store.open_record` opens one. Importing the package gives Django what it needs to run without a project
around it; a program that has configured Django itself, with "dragoman.record" among its apps, keeps its own settings.
"""

from dragoman.configuration import prepare

prepare()
