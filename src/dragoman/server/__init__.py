"""The web server of a Record: its API, its desk, and who may do what there."""

from dragoman.configuration import prepare

prepare()
