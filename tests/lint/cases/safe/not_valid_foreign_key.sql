ALTER TABLE keyless ADD CONSTRAINT keyless_ref_fkey FOREIGN KEY (ref) REFERENCES guilds (id) NOT VALID;
