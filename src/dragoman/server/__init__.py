"""The web server of a Record: its API, and whatever else `urls` names.

Importing the package configures Django for serving (configuration.py); it must come before dragoman.record does.
"""

from dragoman.server.configuration import prepare

prepare()
