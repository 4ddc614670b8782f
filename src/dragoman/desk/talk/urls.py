"""The addresses of the pages on which people talk."""

from django.urls import path

from dragoman.desk.talk import comments, feeds, links, moderation, notices

__all__ = ["urlpatterns"]

urlpatterns = [
    path("articles/<path:article_id>/comments/", comments.listing, name="comments"),
    path("articles/<path:article_id>/comments/write", comments.write, name="write-comment"),
    path("articles/<path:article_id>/comments.atom", feeds.of_article, name="comments-feed"),
    path("articles/<path:article_id>/comments.jsonld", feeds.annotations, name="comments-annotations"),
    path("articles/<path:article_id>/mentions", links.send, name="send-mentions"),
    path("articles/<path:article_id>/switches", moderation.article_switches, name="article-switches"),
    path("comments.atom", feeds.everything, name="all-comments-feed"),
    path("comments/<int:number>/", comments.one, name="comment"),
    path("comments/<int:number>/edit", comments.edit, name="edit-comment"),
    path("comments/<int:number>/delete", comments.delete, name="delete-comment"),
    path("comments/<int:number>/flag", comments.flag, name="flag-comment"),
    path("comments/<int:number>/appeal", comments.appeal, name="appeal-comment"),
    path("comments/<int:number>/history", comments.history, name="comment-history"),
    path("moderation/", moderation.queue, name="moderation"),
    path("moderation/verdict", moderation.verdict, name="moderation-verdict"),
    path("moderation/undo", moderation.undo, name="moderation-undo"),
    path("moderation/switches", moderation.switches, name="moderation-switches"),
    path("notices/", notices.show, name="notices"),
    path("notices/read", notices.read, name="notices-read"),
    path("notices/wish", notices.wish, name="notices-wish"),
    path("trackback/<str:token>", links.ping, name="trackback"),
    path("webmention", links.endpoint, name="webmention"),
    path("webmention/<str:token>", links.status, name="webmention-status"),
]
