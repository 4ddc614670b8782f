"""Archives of many articles to tables: page and reading over blocks of input, by many workers, each block exactly once.

A block is a slice of input with a name. A worker writes what it makes of one under a temporary name and puts it in its
place when it is whole; the block's own record comes last, and says that all is there. Engines hand blocks out, and are
trusted with nothing else.
"""
