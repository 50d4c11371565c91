-- given schema
ALTER TABLE keyless ADD CONSTRAINT keyless_pkey PRIMARY KEY USING INDEX uq_keyless_ref;
--> primary-key-of-nullable
