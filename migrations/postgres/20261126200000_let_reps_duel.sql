-- Duels inside a contest: offered, accepted or not, and ended.
CREATE TABLE duels (
    workspace_id      TEXT    NOT NULL,
    contest_id        TEXT    NOT NULL,
    duel_id           TEXT    NOT NULL,
    challenger        TEXT    NOT NULL,
    rival             TEXT    NOT NULL,
    state             TEXT    NOT NULL,
    lasts             TEXT    NOT NULL,
    offered_at        BIGINT NOT NULL,
    starts_at         BIGINT,
    ends_at           BIGINT,
    challenger_points BIGINT,
    rival_points      BIGINT,
    PRIMARY KEY (workspace_id, contest_id, duel_id)
);
