"""The addresses of the desk's pages."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path, re_path

from dragoman.desk import adding, article, assets, coding, feeds, graph, happening, lists, people, review, search

__all__ = ["urlpatterns"]

urlpatterns = [
    path("", lists.front, name="front"),
    path("feed.atom", feeds.newest, name="feed"),
    path("categories/<str:name>/", lists.category, name="category"),
    path("categories/<str:name>/feed.atom", feeds.category, name="category-feed"),
    path("search", search.search, name="search"),
    path("search.atom", feeds.found, name="search-feed"),
    path("articles/<path:article_id>/cite.json", article.cite_json, name="cite-json"),
    path("articles/<path:article_id>/cite.bib", article.cite_bibtex, name="cite-bibtex"),
    path("articles/<path:article_id>/", article.show, name="article"),
    path("actors/<str:slug>/", people.show, name="actor"),
    path("actors/<str:slug>/timeline.<str:form>", people.timeline, name="actor-timeline"),
    re_path(r"^events/(?P<event>[0-9a-f]{32})/$", happening.show, name="event"),
    path("graph/", graph.show, name="graph"),
    path("graph/meetings.<str:form>", graph.download, name="graph-download"),
    path("review/", review.start, name="review"),
    path("review/line", review.line, name="review-line"),
    path("review/undo", review.undo, name="review-undo"),
    path("review/orphans", review.orphans, name="review-orphans"),
    path("add", adding.give, name="add"),
    path("add/<int:number>/", adding.progress, name="added"),
    path("review/assign", coding.assign, name="assign"),
    path("review/gold.jsonl", coding.gold, name="gold"),
    path("review/coding/<int:number>/", coding.assignment, name="assignment"),
    path("review/coding/<int:number>/done", coding.done, name="assignment-done"),
    path("review/coding/<int:number>/adjudicate", coding.adjudicate, name="adjudicate"),
    path("review/coding/<int:number>/close", coding.close, name="assignment-close"),
    path("login", LoginView.as_view(template_name="login.html"), name="login"),
    path("logout", LogoutView.as_view(next_page="front"), name="logout"),
    path("static/<str:address>", assets.serve_asset),
]
