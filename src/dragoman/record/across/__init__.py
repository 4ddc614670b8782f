"""What articles have to do with each other, as functions of two Readings and nothing else.

That is what makes the order in which articles come, and what else is kept, without effect on any link.
"""
