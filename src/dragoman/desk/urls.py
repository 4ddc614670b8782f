"""The addresses of the desk's pages."""

from django.urls import path, re_path

from dragoman.desk import account, article, assets, entrance, feeds, graph, happening, lists, members, people, search
from dragoman.desk.talk.urls import urlpatterns as talk

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
    *talk,  # before what takes every path below an article
    path("articles/<path:article_id>/", article.show, name="article"),
    path("actors/<str:slug>/", people.show, name="actor"),
    path("actors/<str:slug>/timeline.<str:form>", people.timeline, name="actor-timeline"),
    re_path(r"^events/(?P<event>[0-9a-f]{32})/$", happening.show, name="event"),
    path("graph/", graph.show, name="graph"),
    path("graph/meetings.<str:form>", graph.download, name="graph-download"),
    path("login", entrance.log_in, name="login"),
    path("login/code", entrance.second_factor, name="login-code"),
    path("logout", entrance.log_out, name="logout"),
    path("join", entrance.sign_up, name="sign-up"),
    path("join/<str:secret>", entrance.take_invitation, name="join"),
    path("reset", entrance.reset, name="reset"),
    path("reset/<str:uidb64>/<str:token>", entrance.reset_confirm, name="reset-confirm"),
    path("account", account.show, name="account"),
    path("account/name", account.change_name, name="account-name"),
    path("account/password", account.change_password, name="account-password"),
    path("account/factor", account.set_factor, name="account-factor"),
    path("account/factor/off", account.take_factor_off, name="account-factor-off"),
    path("account/factor/codes", account.make_codes, name="account-codes"),
    path("account/sessions/end", account.end_session, name="account-session-end"),
    path("account/sessions/end-all", account.end_sessions, name="account-sessions-end"),
    path("account/tokens", account.token, name="account-token"),
    path("account/tokens/<int:number>/end", account.end_token, name="account-token-end"),
    path("people", members.show, name="people"),
    path("people/log", members.log, name="people-log"),
    path("people/settings", members.settings, name="people-settings"),
    path("people/invite", members.make_invitation, name="people-invite"),
    path("people/invitations/<int:number>/withdraw", members.withdraw, name="people-withdraw"),
    path("people/<int:number>", members.change, name="people-change"),
    path("people/<int:number>/reset", members.make_reset, name="people-reset"),
    path("people/<int:number>/factor-off", members.take_factor_off, name="people-factor-off"),
    path("people/<int:number>/sessions-end", members.end_sessions, name="people-sessions-end"),
    path("favicon.ico", assets.serve_icon, name="icon"),
    path("static/admin/<path:address>", assets.serve_admin_asset, name="static-admin"),
    path("static/<str:address>", assets.serve_asset, name="static"),
]
