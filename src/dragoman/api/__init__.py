"""The Record over HTTP: a read-only JSON API, described by itself at /api/openapi.json."""
