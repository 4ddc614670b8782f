"""What people do with the Record beyond reading it: review, code together, add, file and follow."""

from dragoman.configuration import prepare

prepare()
