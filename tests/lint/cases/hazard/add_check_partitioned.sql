ALTER TABLE events ADD CONSTRAINT kind_known CHECK (kind <> '');
--> constraint-without-not-valid
