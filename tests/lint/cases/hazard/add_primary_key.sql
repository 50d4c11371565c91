ALTER TABLE keyless ADD PRIMARY KEY (id);
--> primary-key-without-index
