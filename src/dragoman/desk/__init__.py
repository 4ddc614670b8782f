"""The desk: the web site where a Record is read. Pages are Django templates that work without scripts."""
