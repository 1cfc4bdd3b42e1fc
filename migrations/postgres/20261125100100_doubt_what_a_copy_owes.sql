-- In a copy that was taken as a backup, what is owed may have been posted since. 0 says that it has not been served
-- yet; then, until when each post is looked for before it is sent.
ALTER TABLE workspaces ADD COLUMN doubted_until BIGINT;
