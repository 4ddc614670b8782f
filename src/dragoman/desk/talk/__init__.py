"""The pages on which people talk: comments, moderation, notices, and links from and to other sites."""
