CREATE TYPE tier AS ENUM ('free', 'paid');
ALTER TABLE players ADD COLUMN tier tier NOT NULL DEFAULT 'free';
