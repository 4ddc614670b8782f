"""The Record as files for other programs: each export with its codebook and a manifest of row counts and hashes.

`contents` takes the rows out of the database, `stage` keeps them on disk as tables, one module a format writes from
those, `bundle` puts the whole in place.
"""
