"""Readings in the forms that programs and people use, one file per form.

Each module has one function that takes Readings and says where they go; none of them holds more than one Reading at a
time, so that a thousand articles need no more memory than one.
"""
