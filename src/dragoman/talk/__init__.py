"""What people and other sites say about articles: comments, and the links of others to us and of ours to them."""

from dragoman.configuration import prepare

prepare()
