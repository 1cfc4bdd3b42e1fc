-- When the token of a workspace was last proven to work, and when the app was removed there. By Slack's events
-- and our own start, both to the second.
ALTER TABLE workspaces ADD COLUMN signed_in_at BIGINT;
ALTER TABLE workspaces ADD COLUMN left_at BIGINT;
