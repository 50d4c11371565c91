CREATE TABLE trades (
    id bigint PRIMARY KEY,
    seller_id bigint NOT NULL REFERENCES players (id),
    guild_id bigint NOT NULL,
    FOREIGN KEY (guild_id) REFERENCES guilds
);
--> several-tables-locked
