-- given schema
ALTER TABLE players ADD COLUMN mood mood NOT NULL DEFAULT 'fine';
