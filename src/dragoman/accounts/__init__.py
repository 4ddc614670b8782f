"""People who work on a Record: who they are, what each may do, and a log of what was done."""

from dragoman.configuration import prepare

prepare()
